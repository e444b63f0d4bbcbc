"""Makes what the tests need: pages of every type, files, people.

Pages stand below the home page that ``migrate`` creates, each in its own section, unless
a ``parent`` is given. Tags and child rows are given as lists:
``NewsPageFactory(priorities=[leadership], date=date(2024, 7, 1))``.
"""

from datetime import date, time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Collection, Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail_factories import DocumentFactory, ImageFactory, PageFactory

from core.bulk import insert_pages, insert_tags
from core.models import CustomDocument, CustomImage, Partner, User
from events.models import EventIndexPage, EventPage, EventRegistration, EventSeries
from members.models import MemberIndexPage, MemberPage
from news.models import CommuniqueIndexPage, CommuniquePage, NewsIndexPage, NewsPage
from pages.models import HomePage, StandardPage
from priorities.models import PriorityIndexPage, PriorityPage
from resources.models import ResourceIndexPage, ResourcePage


def home_page(language="en"):
    """The home page that the migrations made."""
    return HomePage.objects.get(slug={"en": "home", "fr": "home-fr"}[language])


def story(*paragraphs):
    """A body of paragraphs."""
    return [("text", f"<p>{text}</p>") for text in paragraphs]


def days_from_now(days):
    """A day on the Secretariat's calendar, so many days from today."""
    return timezone.localdate() + timedelta(days=days)


class BasePageFactory(PageFactory):
    """A published page in its parent's language."""

    parent = factory.LazyFunction(home_page)
    locale = factory.LazyAttribute(lambda page: page.parent.locale)
    summary = factory.LazyAttribute(lambda page: f"{page.title} in a sentence.")
    first_published_at = factory.LazyFunction(timezone.now)
    last_published_at = factory.SelfAttribute("first_published_at")

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        """Without an index of what the page names, which Wagtail's admin alone reads."""
        with disable_reference_index_auto_update():
            return super()._create_instance(model_class, parent, kwargs)


class SectionFactory(BasePageFactory):
    """An index page, of which there is one below each home page."""

    show_in_menus = True

    class Meta:
        abstract = True
        django_get_or_create = ("slug", "parent")


class HomePageFactory(BasePageFactory):
    parent = factory.LazyFunction(Page.get_first_root_node)
    title = factory.Sequence("Home {}".format)
    theme = "One ocean, one border"
    introduction = "Who the organisation is."

    class Meta:
        model = HomePage


class StandardPageFactory(BasePageFactory):
    title = factory.Sequence("Page {}".format)
    body = factory.LazyFunction(lambda: story("Standing words."))

    class Meta:
        model = StandardPage


class PriorityIndexPageFactory(SectionFactory):
    title = "Priorities"

    class Meta:
        model = PriorityIndexPage


class PriorityPageFactory(BasePageFactory):
    parent = factory.SubFactory(PriorityIndexPageFactory)
    title = factory.Sequence("Priority of {}".format)
    number = factory.Sequence(lambda n: n % 6 + 1)
    plan_start = 2022
    plan_end = 2027

    class Meta:
        model = PriorityPage


class MemberIndexPageFactory(SectionFactory):
    title = "Members"

    class Meta:
        model = MemberIndexPage


class MemberPageFactory(BasePageFactory):
    parent = factory.SubFactory(MemberIndexPageFactory)
    title = factory.Sequence("Member {}".format)
    # No real member's code begins so: the tests give those themselves.
    iso_code = factory.Sequence(
        lambda n: f"{'BDEHIJLOQRUXYZ'[n // 26 % 14]}{chr(65 + n % 26)}"
    )
    customs_name = "Customs Service"
    latitude = -18.1416
    longitude = 178.4415
    time_zone = "Pacific/Fiji"
    sub_region = "melanesia"

    class Meta:
        model = MemberPage


class NewsIndexPageFactory(SectionFactory):
    title = "News"

    class Meta:
        model = NewsIndexPage


class NewsPageFactory(BasePageFactory):
    parent = factory.SubFactory(NewsIndexPageFactory)
    title = factory.Sequence("Post {}".format)
    date = date(2024, 7, 30)
    body = factory.LazyFunction(lambda: story("What happened."))

    class Meta:
        model = NewsPage


class CommuniqueIndexPageFactory(SectionFactory):
    title = "Communiqués"

    class Meta:
        model = CommuniqueIndexPage


class CommuniquePageFactory(BasePageFactory):
    parent = factory.SubFactory(CommuniqueIndexPageFactory)
    edition = factory.Sequence(lambda n: n + 100)
    title = factory.LazyAttribute(lambda page: f"Conference {page.edition}")
    start_date = date(2024, 7, 29)
    end_date = date(2024, 7, 31)

    class Meta:
        model = CommuniquePage


class EventIndexPageFactory(SectionFactory):
    title = "Events"

    class Meta:
        model = EventIndexPage


class EventPageFactory(BasePageFactory):
    """A day's workshop in a month's time."""

    parent = factory.SubFactory(EventIndexPageFactory)
    title = factory.Sequence("Event {}".format)
    kind = "workshop"
    start_date = factory.LazyFunction(lambda: days_from_now(30))

    class Meta:
        model = EventPage


class EventRegistrationFactory(DjangoModelFactory):
    event = factory.SubFactory(EventPageFactory)
    name = factory.Sequence("Person {}".format)
    organisation = "Customs Service"
    country = "Fiji"
    email = factory.Sequence("person{}@oco.example".format)
    language = "en"

    class Meta:
        model = EventRegistration


class ResourceIndexPageFactory(SectionFactory):
    title = "Resources"

    class Meta:
        model = ResourceIndexPage


class ResourcePageFactory(BasePageFactory):
    parent = factory.SubFactory(ResourceIndexPageFactory)
    title = factory.Sequence("Resource {}".format)
    kind = "guidance"
    published_on = date(2020, 4, 1)

    class Meta:
        model = ResourcePage


class CustomImageFactory(ImageFactory):
    collection = factory.LazyFunction(Collection.get_first_root_node)
    title = factory.Sequence("Image {}".format)
    description = "Officers at a table"
    file = factory.django.ImageField(
        filename="image.png", width=1400, height=900, format="PNG"
    )

    class Meta:
        model = CustomImage


class CustomDocumentFactory(DocumentFactory):
    collection = factory.LazyFunction(Collection.get_first_root_node)
    title = factory.Sequence("Document {}".format)
    file = factory.django.FileField(filename="file.pdf", data=b"%PDF-1.7 nothing")

    class Meta:
        model = CustomDocument


class UserFactory(DjangoModelFactory):
    username = factory.Sequence("user{}".format)

    class Meta:
        model = User


class PartnerFactory(DjangoModelFactory):
    code = factory.Sequence("P{}".format)
    name = factory.LazyAttribute(lambda partner: f"Partner {partner.code}")

    class Meta:
        model = Partner


class EventSeriesFactory(DjangoModelFactory):
    name = factory.Sequence("Series {}".format)
    slug = factory.Sequence("series-{}".format)

    class Meta:
        model = EventSeries


def make_sections():
    """All index pages, in both languages."""
    for factory_class in (
        PriorityIndexPageFactory,
        MemberIndexPageFactory,
        NewsIndexPageFactory,
        CommuniqueIndexPageFactory,
        EventIndexPageFactory,
        ResourceIndexPageFactory,
    ):
        section = factory_class()
        factory_class(
            parent=home_page("fr"),
            translation_key=section.translation_key,
            title=f"{section.title} (fr)",
            slug=section.slug,
        )


def translate(page, **fields):
    """Publish the page's French version, with these fields changed."""
    page.refresh_from_db()
    french = page.copy_for_translation(
        Locale.objects.get(language_code="fr"), copy_parents=True
    )
    for name, value in fields.items():
        setattr(french, name, value)
    french.save_revision().publish()
    return type(page).objects.get(pk=french.pk)


def _numbered(index, count):
    """A title and a name in addresses for each of so many pages below an index."""
    numbers = range(index.numchild + 1, index.numchild + count + 1)
    return [(f"One of many {n}", f"one-of-many-{n}") for n in numbers]


def many_news(count, **tags):
    """So many posts, inserted a table at a time; each has all the tags."""
    index = NewsIndexPageFactory()
    posts = [
        NewsPage(
            title=title,
            slug=slug,
            summary="One of many posts.",
            date=date(2016 + number % 10, 1 + number % 12, 1 + number % 28),
            kind=["news", "press_release", "appointment", "notice"][number % 4],
        )
        for number, (title, slug) in enumerate(_numbered(index, count))
    ]
    insert_pages(index, posts)
    for name, terms in tags.items():
        insert_tags(posts, name, [terms] * count)
    return NewsPage.objects.filter(pk__in=[post.pk for post in posts])


def many_events(count, hosts=(None,)):
    """So many coming events with exact times, in turn in each host's capital."""
    index = EventIndexPageFactory()
    events = []
    for number, (title, slug) in enumerate(_numbered(index, count)):
        host = hosts[number % len(hosts)]
        event = EventPage(
            title=title,
            slug=slug,
            summary="One of many events, on the tariff, on risk and on data.",
            kind=["workshop", "meeting", "training"][number % 3],
            precision="time",
            start_date=days_from_now(1 + number % 700),
            start_time=time(9 + number % 8),
            end_time=time(17),
            time_zone=host.time_zone if host else "Pacific/Auckland",
            host=host,
            venue="National Auditorium",
            place=host.capital if host else "",
        )
        event.over_at = event.get_over_at()
        events.append(event)
    insert_pages(index, events)
    return EventPage.objects.filter(pk__in=[event.pk for event in events])
