"""``python -m tests.drills``: runs the drills, and prints a table of what they showed."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oco_site.settings")
django.setup()

from tests.drills.faults import DRILLS  # noqa: E402


def main():
    """Run the drills that are named, or all; 1 where something did not hold."""
    parser = argparse.ArgumentParser(prog="make drills", description=__doc__)
    parser.add_argument("drills", nargs="*", metavar="drill", help=", ".join(DRILLS))
    names = parser.parse_args().drills or list(DRILLS)
    unknown = set(names) - set(DRILLS)
    if unknown:
        parser.error(f"no such drill: {', '.join(unknown)}")
    write = sys.stdout.write
    failed = 0
    for name in names:
        write(f"\n{DRILLS[name].__doc__}\n")
        with tempfile.TemporaryDirectory(prefix="oco-drill-") as folder:
            Path(folder).chmod(0o755)  # PostgreSQL's own user goes through it
            try:
                for fact, holds, seen in DRILLS[name](Path(folder)):
                    failed += not holds
                    write(f"  {'held  ' if holds else 'FAILED'}  {fact:<56} {seen}\n")
                    sys.stdout.flush()
            except PermissionError as error:
                write(f"  not run: {error}\n")
    write(f"\n{failed} did not hold.\n")
    return bool(failed)


sys.exit(main())
