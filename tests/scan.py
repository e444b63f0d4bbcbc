"""``make scan``: wapiti, a scanner not of ours, against a site of its own behind nginx.

Once as a stranger and once as somebody signed in. Modules that ask other hosts are left
out, and in the admin what deletes, signs out or sends mail.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.front import TOKEN, in_front

MODULES = [
    "backup",
    "cookieflags",
    "crlf",
    "csp",
    "csrf",
    "exec",
    "file",
    "htaccess",
    "http_headers",
    "methods",
    "permanentxss",
    "redirect",
    "sql",
    "upload",
    "xss",
]
# Of the admin, and explained in SECURITY.md.
EXPLAINED = {
    "Content Security Policy Configuration",
    "Cross Site Request Forgery",
    "HttpOnly Flag cookie",
    "Secure Flag cookie",
}
LEFT_OUT = [
    "/admin/logout/*",
    "/admin/account/*",
    "/admin/backups/*",
    "/admin/users/*",
    "*/delete/*",
    "*/move/*",
    "*/unpublish/*",
]


def scan(wapiti, front, start, seconds, signed_in):
    """The findings below an address, by their kind."""
    site = f"http://127.0.0.1:{front.port}"
    report = front.folder / f"report-{'in' if signed_in else 'out'}.json"
    command = [wapiti, "--url", site + start, "--module", ",".join(MODULES)]
    command += ["--scope", "folder", "--flush-session", "--no-bugreport", "--color"]
    command += ["--store-session", front.folder / "sessions", "--verbose", "0"]
    command += ["--dns-endpoint", "localhost"]
    command += ["--max-scan-time", str(seconds), "--max-attack-time", str(seconds // 5)]
    command += ["--depth", "3", "--max-links-per-page", "40", "--tasks", "4"]
    command += ["--format", "json", "--output", report]
    if signed_in:
        cookies = f"sessionid={front.made['session']}; csrftoken={TOKEN}"
        command += ["--cookie-value", cookies]
        command += [
            option for path in LEFT_OUT for option in ("--exclude", site + path)
        ]
    else:
        command += ["--exclude", f"{site}/admin/*"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    found = json.loads(report.read_text())
    pages = found["infos"]["crawled_pages_nbr"]
    kinds = {**found["vulnerabilities"], **found["anomalies"]}
    return pages, {kind: rows for kind, rows in kinds.items() if rows}


def main():
    """Scan twice and print what was found; 1 where it is not explained."""
    parser = argparse.ArgumentParser(prog="make scan", description=__doc__)
    parser.add_argument("wapiti", help="where the program is")
    parser.add_argument("--seconds", type=int, default=600, help="the most for each")
    options = parser.parse_args()
    any_found = False
    with (
        tempfile.TemporaryDirectory(prefix="oco-scan-") as folder,
        in_front(Path(folder), workers=2) as front,
    ):
        front.start_site()
        for start, is_known in (("/", False), ("/admin/", True)):
            pages, found = scan(options.wapiti, front, start, options.seconds, is_known)
            who = "signed in" if is_known else "a stranger"
            sys.stdout.write(f"\n{start} as {who}, {pages} pages\n")
            for kind, rows in found.items():
                any_found |= not (is_known and kind in EXPLAINED)
                sys.stdout.write(f"  {kind}: {len(rows)}\n")
                for row in rows[:10]:
                    asked = f"{row['method']} {row['path']} {row['parameter'] or ''}"
                    sys.stdout.write(f"    {asked}: {row['info']}\n")
    return any_found


sys.exit(main())
