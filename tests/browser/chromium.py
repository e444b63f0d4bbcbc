"""The browser that tests and audit drive, and axe in it."""

import shutil
from pathlib import Path

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
# With them axe runs target-size too, which it leaves out by itself.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
ONE_ROUND_TRIP = 14_600  # bytes: ten packets of 1,460


def add_axe(page):
    """Brings axe into a page, whose security policy bars it as a script element."""
    page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")


def violations(page, where, of_colours=None):
    """What axe finds: by all rules, or by those of colours alone, or by the others."""
    options = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    if of_colours:
        options["runOnly"] = {"type": "rule", "values": OF_COLOURS}
    elif of_colours is False:
        options["rules"] = {rule: {"enabled": False} for rule in OF_COLOURS}
    found = page.evaluate(
        "options => axe.run(options).then(results => results.violations)", options
    )
    return [
        f"{rule['id']} ({where}): {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
