"""The calendar of 2024 as it was typed on the old site, and what it means.

No years, two styles of dashes, out of order, and one block of CERT IV three times.
"""

from datetime import date


def days(title, kind, start, end=None, **fields):
    """What is to be read of a line with whole days of 2024, as (month, day)."""
    end = date(2024, *end) if end else None
    fields = {"precision": "day", "status": "confirmed"} | fields
    return {
        "title": title,
        "kind": kind,
        "start_date": date(2024, *start),
        "end_date": end,
        **fields,
    }


def to_be_confirmed(title, kind, **fields):
    """What is to be read of a line without a date."""
    return days(title, kind, (1, 1), precision="year", status="provisional", **fields)


CONTINUED = "CERT IV – Revenue & Enforcement streams: electives (continued)"
SEED_LINES = {
    "01 - 15 Jul CERT IV – Revenue & Enforcement streams: electives (continued)": days(
        CONTINUED, "training", (7, 1), (7, 15), series="CERT IV"
    ),
    "01 Jul – 12 Aug CERT IV – Revenue & Enforcement streams: electives": days(
        "CERT IV – Revenue & Enforcement streams: electives",
        "training",
        (7, 1),
        (8, 12),
        series="CERT IV",
    ),
    "08 - 29 Jul CERT III – Revenue & Enforcement streams: electives": days(
        "CERT III – Revenue & Enforcement streams: electives",
        "training",
        (7, 8),
        (7, 29),
        series="CERT III",
    ),
    "25 – 26 Jul Executive Leadership Retreat": days(
        "Executive Leadership Retreat", "retreat", (7, 25), (7, 26)
    ),
    "29 – 31 Jul 26th OCO Annual Conference": days(
        "26th OCO Annual Conference",
        "conference",
        (7, 29),
        (7, 31),
        series="OCO Annual Conference",
    ),
    "01 - 12 Aug CERT IV – Revenue & Enforcement streams: electives (continued)": days(
        CONTINUED, "training", (8, 1), (8, 12), series="CERT IV"
    ),
    "16 Aug Joint Heads of Pacific Security Conference": days(
        "Joint Heads of Pacific Security Conference", "conference", (8, 16)
    ),
    "05 - 26 Aug CERT III – Enforcement stream: electives": days(
        "CERT III – Enforcement stream: electives",
        "training",
        (8, 5),
        (8, 26),
        series="CERT III",
    ),
    "19 Aug CERT IV – final assessment": days(
        "CERT IV – final assessment", "training", (8, 19), series="CERT IV"
    ),
    "26 – 30 Aug Pacific Colloquim on Intellectual Property Rights": days(
        "Pacific Colloquim on Intellectual Property Rights",
        "conference",
        (8, 26),
        (8, 30),
    ),
    "03-04 Sep Pacific Islands Chiefs of Police Annual Conference": days(
        "Pacific Islands Chiefs of Police Annual Conference",
        "conference",
        (9, 3),
        (9, 4),
    ),
    "02 Sep CERT III – final assessment": days(
        "CERT III – final assessment", "training", (9, 2), series="CERT III"
    ),
    "16 – 18 Sep PITAA Annual Heads Meeting": days(
        "PITAA Annual Heads Meeting", "meeting", (9, 16), (9, 18)
    ),
    "24 - 26 Sep Customs control over trade in toxic chemicals, Vanuatu": days(
        "Customs control over trade in toxic chemicals, Vanuatu",
        "",
        (9, 24),
        (9, 26),
        members=["Vanuatu"],
    ),
    "24 - 26 Sep Business Process Re-engineering Workshop": days(
        "Business Process Re-engineering Workshop", "workshop", (9, 24), (9, 26)
    ),
    "28 – 30 Oct ABF Trade Enforcement: Revenue Evasion Master Class": days(
        "ABF Trade Enforcement: Revenue Evasion Master Class",
        "training",
        (10, 28),
        (10, 30),
        members=["Australia"],
    ),
    "TBC GESI Action Plan – Module II": to_be_confirmed(
        "GESI Action Plan – Module II", "training"
    ),
    "08-10 Nov OCO Staff Retreat (team building) and Christmas event": days(
        "OCO Staff Retreat (team building) and Christmas event",
        "retreat",
        (11, 8),
        (11, 10),
    ),
    "TBC ABF Trade Enforcement Leadership Seminar": to_be_confirmed(
        "ABF Trade Enforcement Leadership Seminar", "training", members=["Australia"]
    ),
    "TBC Time Release Studies – FSM, RMI, Palau & Timor Leste": to_be_confirmed(
        "Time Release Studies – FSM, RMI, Palau & Timor Leste",
        "study",
        members=[
            "Federated States of Micronesia",
            "Marshall Islands",
            "Palau",
            "Timor-Leste",
        ],
    ),
    "TBC GESI Action Plan – launch of the Community of Practice – Module III": (
        to_be_confirmed(
            "GESI Action Plan – launch of the Community of Practice – Module III",
            "training",
        )
    ),
}
SEED_TEXT = "\n".join(SEED_LINES)
SEED_SERIES = ["CERT III", "CERT IV", "OCO Annual Conference"]
# Title, country code, official name and other names.
SEED_MEMBERS = [
    ("Australia", "AU", "Commonwealth of Australia", "AUS, ABF"),
    ("Federated States of Micronesia", "FM", "", "FSM, Micronesia"),
    ("Marshall Islands", "MH", "Republic of the Marshall Islands", "RMI, MHL"),
    ("Palau", "PW", "Republic of Palau", "PLW, Belau"),
    ("Timor-Leste", "TL", "Democratic Republic of Timor-Leste", "TLS, East Timor"),
    ("Vanuatu", "VU", "Republic of Vanuatu", "VUT"),
    ("Samoa", "WS", "Independent State of Samoa", "WSM, Sāmoa"),
    ("American Samoa", "AS", "American Samoa", "ASM"),
    ("Wallis and Futuna", "WF", "", "WLF"),
    ("Tonga", "TO", "Kingdom of Tonga", "TON"),
]
