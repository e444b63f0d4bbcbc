"""The priorities of the demonstration content."""

from functools import partial

from core.importers import read
from core.light_text import story
from priorities.models import PriorityIndexPage, PriorityPage


def load_priorities(site):
    """The plans and their priorities."""
    parents = partial(site.section, PriorityIndexPage, "priorities")
    for row in read("priorities/demo/priorities.toml")["priority"]:
        site.save_both(
            PriorityPage,
            parents,
            row,
            {name: row[name] for name in ("number", "plan_start", "plan_end")},
            objective=lambda text: text.get("objective", ""),
            body=lambda text: story(text.get("body", "")),
            strategies=lambda text: [
                ("strategy", strategy) for strategy in text.get("strategies", [])
            ],
        )
