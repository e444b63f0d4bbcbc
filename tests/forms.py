"""What an editor's form sends for a page of each type, the title and slug left out."""

from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

PUBLISH = {"action-publish": "1"}


def paragraph(text="A paragraph."):
    return ("text", rich_text(f"<p>{text}</p>"))


def form_data(**fields):
    """Form data of a page with a title, a summary and a body."""
    return nested_form_data(
        {
            "title": "A title",
            "slug": "a-slug",
            "summary": "A summary.",
            "body": streamfield([paragraph()]),
            **fields,
        }
    )


def strategy():
    actions = streamfield([("item", "Teach."), ("item", "Listen.")])
    return ("strategy", {"heading": "Lead", "actions": actions})


def conference_day():
    session = {"number": "1", "title": "Trade", "text": rich_text("<p>Agreed.</p>")}
    return (
        "day",
        {
            "title": "Day One",
            "date": "2024-07-29",
            "text": rich_text("<p>Opened.</p>"),
            "sessions": streamfield([("item", session)]),
        },
    )


FORM_DATA = {
    "HomePage": lambda: form_data(
        theme="One ocean", introduction="Who we are.", pins=inline_formset([])
    ),
    "StandardPage": form_data,
    "PriorityIndexPage": form_data,
    "PriorityPage": lambda: form_data(
        number="2",
        plan_start="2022",
        plan_end="2027",
        objective="To trade.",
        strategies=streamfield([strategy()]),
    ),
    "MemberIndexPage": form_data,
    "MemberPage": lambda: form_data(
        iso_code="TO",
        customs_name="Ministry of Revenue and Customs",
        latitude="-21.13",
        longitude="-175.2",
        time_zone="Pacific/Tongatapu",
        sub_region="polynesia",
        joined_precision="year",
        left_precision="year",
    ),
    "NewsIndexPage": form_data,
    "NewsPage": lambda: form_data(date="2024-07-30", date_precision="day", kind="news"),
    "CommuniqueIndexPage": form_data,
    "CommuniquePage": lambda: form_data(
        edition="26",
        start_date="2024-07-29",
        end_date="2024-07-31",
        date_precision="day",
        issued_precision="month",
        opening=streamfield([paragraph("Opened.")]),
        days=streamfield([conference_day()]),
        conclusion=streamfield([paragraph("Closed.")]),
    ),
    "EventIndexPage": form_data,
    "EventPage": lambda: form_data(
        kind="workshop",
        precision="day",
        status="confirmed",
        start_date="2024-09-24",
        end_date="2024-09-26",
        outcome=rich_text("<p>Done.</p>"),
        segments=inline_formset([]),
        documents=inline_formset([]),
    ),
    "ResourceIndexPage": form_data,
    "ResourcePage": lambda: form_data(
        kind="guidance",
        published_on="2020-04-01",
        published_precision="day",
        files=inline_formset([]),
        links=inline_formset([]),
    ),
}
