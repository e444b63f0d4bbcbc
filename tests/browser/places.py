"""A page of each kind of the demonstration site."""

from datetime import date

from events.importers import next_occurrence

# The event that recurs every February, and whose form is open.
COMING = next_occurrence(2, 11, date.today()).year

ENGLISH = {
    "home": "/",
    "news": "/news/",
    "news of a filter": "/news/?year=2024&member=fiji",
    "post": "/news/gender-equality-social-inclusion-community-of-practice/",
    "communiqués": "/communiques/",
    "communiqué": "/communiques/26th-annual-conference/",
    "events": "/events/",
    "events of a year": "/events/?year=2024",
    "month": "/events/calendar/2024-07/",
    "month of a filter": "/events/calendar/2024-08/?kind=training",
    "series": "/events/series/cert-iii/",
    "event": "/events/2024-26th-annual-conference/",
    "event of parts": "/events/2024-time-release-studies/",
    "event of exact times": f"/events/{COMING}-gesi-community-of-practice/",
    "form": f"/events/{COMING}-gesi-community-of-practice/register/",
    "thanks": f"/events/{COMING}-gesi-community-of-practice/register/thanks/",
    "members": "/members/",
    "member": "/members/fiji/",
    "contacts": "/members/contacts/",
    "priorities": "/priorities/",
    "priority": "/priorities/customs-leadership/",
    "resources": "/resources/",
    "table": "/resources/covid-19-information/",
    "about": "/about/",
    "contact": "/contact/",
    "search": "/search/",
    "search results": "/search/?q=training",
    "saved pages": "/offline/",
    "not found": "/no-such-page/",
}
PLACES = {
    **ENGLISH,
    **{f"{name}, French": f"/fr{path}" for name, path in ENGLISH.items()},
}
