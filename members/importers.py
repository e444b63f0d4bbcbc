"""The members of the demonstration content."""

from functools import partial

from core.importers import read
from core.light_text import story
from members.models import MemberIndexPage, MemberPage


def load_members(site):
    """The members and their profiles."""
    parents = partial(site.section, MemberIndexPage, "members")
    plain = [
        "iso_code",
        "latitude",
        "longitude",
        "time_zone",
        "currency",
        "sub_region",
        "joined_on",
        "website",
        "joined_precision",
        "wco_member",
        "wco_member_since",
        "revised_kyoto",
        "hs_edition",
        "declaration_system",
        "head_name",
        "head_since",
    ]
    translated = [
        "official_name",
        "political_status",
        "customs_name",
        "capital",
        "seat",
        "head_title",
    ]
    for row in read("members/demo/members.toml")["member"]:
        site.save_both(
            MemberPage,
            parents,
            row,
            {
                **{name: row[name] for name in plain if name in row},
                "also_known_as": ", ".join(row.get("aliases", [])),
                "languages": ", ".join(row.get("languages", [])),
                "ports_of_entry": ", ".join(row.get("ports_of_entry", [])),
            },
            body=lambda text: story(text["body"]),
            **{name: lambda text, n=name: text.get(n, "") for name in translated},
        )
