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
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ONE_ROUND_TRIP = 14_600  # bytes: ten packets of 1,460


def violations(page, where):
    """What axe, which was added to the page, finds: a line for each element."""
    found = page.evaluate(
        "tags => axe.run({runOnly: tags}).then(results => results.violations)", RULES
    )
    return [
        f"{rule['id']} ({where}): {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
