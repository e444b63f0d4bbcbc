"""The words that lists of pages are made of."""

from datetime import date

import pytest
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from core.querysets import published_pages
from events.models import EventPage
from members.models import MemberPage
from news.models import CommuniquePage, NewsPage
from priorities.models import PriorityPage
from resources.models import ResourcePage
from tests.factories import (
    CommuniquePageFactory,
    EventPageFactory,
    MemberPageFactory,
    NewsPageFactory,
    PriorityPageFactory,
    ResourcePageFactory,
    StandardPageFactory,
    days_from_now,
    story,
    translate,
)

pytestmark = pytest.mark.django_db


def restrict(page, kind=PageViewRestriction.LOGIN):
    PageViewRestriction.objects.create(page=page, restriction_type=kind)


# published


def test_a_live_page_is_published():
    post = NewsPageFactory()
    assert post in NewsPage.objects.published()


def test_a_draft_is_not_published():
    draft = NewsPageFactory(live=False)
    assert draft not in NewsPage.objects.published()


def test_an_expired_page_is_not_published():
    post = NewsPageFactory()
    post.unpublish(set_expired=True)
    assert post not in NewsPage.objects.published()


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_restricted_page_is_not_published(kind):
    post = NewsPageFactory()
    restrict(post, kind)
    assert post not in NewsPage.objects.published()


def test_a_page_below_a_restricted_one_is_not_published():
    post = NewsPageFactory()
    restrict(post.get_parent())
    assert post not in NewsPage.objects.published()


def test_a_page_beside_a_restricted_one_is_published():
    restrict(NewsPageFactory())
    beside = NewsPageFactory()
    assert beside in NewsPage.objects.published()


def test_a_page_above_a_restricted_one_is_published():
    parent = StandardPageFactory()
    restrict(StandardPageFactory(parent=parent))
    assert parent.page_ptr in published_pages()


def test_published_asks_once(django_assert_num_queries):
    restrict(NewsPageFactory())
    with django_assert_num_queries(1):
        list(NewsPage.objects.published())


# in_active_language


def test_english_readers_are_given_the_originals():
    post = NewsPageFactory()
    translate(post)
    assert list(NewsPage.objects.in_active_language()) == [post]


def test_french_readers_are_given_the_translation_in_place_of_the_original():
    french = translate(NewsPageFactory(), title="En français")
    with translation.override("fr"):
        assert list(NewsPage.objects.in_active_language()) == [french]


def test_french_readers_are_given_the_original_where_there_is_no_translation():
    post = NewsPageFactory()
    with translation.override("fr"):
        assert list(NewsPage.objects.in_active_language()) == [post]


def test_french_readers_are_given_the_original_while_the_translation_is_a_draft():
    post = NewsPageFactory()
    translate(post).unpublish()
    with translation.override("fr"):
        assert list(NewsPage.objects.published().in_active_language()) == [post]


def test_a_page_written_in_french_only_is_for_french_readers(french_home):
    french = StandardPageFactory(parent=french_home)
    assert french.page_ptr not in published_pages().in_active_language()


# tags


def test_pages_are_found_by_their_priority(leadership, trade):
    tagged = NewsPageFactory(priorities=[leadership, trade])
    NewsPageFactory(priorities=[trade])
    assert list(NewsPage.objects.tagged("priorities", leadership.original_pk)) == [
        tagged
    ]


def test_pages_are_found_by_their_member(fiji, samoa):
    tagged = ResourcePageFactory(members=[fiji])
    ResourcePageFactory(members=[samoa])
    assert list(ResourcePage.objects.tagged("members", fiji.original_pk)) == [tagged]


def test_pages_are_found_by_the_translation_of_a_tag(leadership):
    tagged = NewsPageFactory(priorities=[leadership])
    assert list(
        NewsPage.objects.tagged("priorities", translate(leadership).original_pk)
    ) == [tagged]


def test_a_member_is_a_tag_of_the_events_it_hosts(fiji):
    hosted = EventPageFactory(host=fiji)
    assert list(EventPage.objects.tagged("members", fiji.original_pk)) == [hosted]


def test_an_event_that_a_member_hosts_and_attends_is_found_once(fiji):
    event = EventPageFactory(host=fiji, members=[fiji])
    assert list(EventPage.objects.tagged("members", fiji.original_pk)) == [event]


def test_pages_that_share_a_tag_are_found_once(leadership, trade, fiji):
    page = NewsPageFactory(priorities=[leadership, trade], members=[fiji])
    other = NewsPageFactory(priorities=[leadership, trade], members=[fiji])
    assert NewsPage.objects.get(pk=page.pk).related_news == [other]


def test_pages_without_a_common_tag_are_not_related(leadership, trade):
    page = NewsPageFactory(priorities=[leadership])
    NewsPageFactory(priorities=[trade])
    assert not NewsPage.objects.get(pk=page.pk).related_news


def test_a_page_is_not_related_to_itself_or_its_translation(leadership):
    page = NewsPageFactory(priorities=[leadership])
    translate(page)
    assert not NewsPage.objects.get(pk=page.pk).related_news


def test_a_priority_lists_its_news_newest_first(leadership):
    older = NewsPageFactory(priorities=[leadership], date=date(2024, 1, 1))
    newer = NewsPageFactory(priorities=[leadership], date=date(2025, 1, 1))
    NewsPageFactory(date=date(2026, 1, 1))  # tagged with nothing
    assert leadership.latest_news == [newer, older]


def test_a_priority_shows_no_drafts(client, leadership):
    draft = NewsPageFactory(priorities=[leadership], live=False)
    assert draft.title not in client.get(leadership.url).text


def test_a_page_is_tagged_with_no_drafts(client, leadership):
    leadership.unpublish()
    post = NewsPageFactory(priorities=[leadership])
    assert leadership.title not in client.get(post.url).text


def test_a_page_names_no_restricted_tag(client, leadership):
    post = NewsPageFactory(priorities=[leadership])
    restrict(leadership)
    assert leadership.title not in client.get(post.url).text


# order


def test_upcoming_events_begin_with_the_soonest():
    later = EventPageFactory(start_date=days_from_now(60))
    sooner = EventPageFactory(start_date=days_from_now(10))
    EventPageFactory(start_date=days_from_now(-10))
    assert list(EventPage.objects.over_after(timezone.now())) == [sooner, later]


def test_the_nearest_events_are_coming_ones_then_past_ones():
    long_ago = EventPageFactory(start_date=days_from_now(-90))
    lately = EventPageFactory(start_date=days_from_now(-5))
    soon = EventPageFactory(start_date=days_from_now(5))
    far_off = EventPageFactory(start_date=days_from_now(90))
    assert list(EventPage.objects.nearest(timezone.now())) == [
        soon,
        far_off,
        lately,
        long_ago,
    ]


def test_news_of_one_day_stand_in_the_order_of_their_making():
    first = NewsPageFactory()
    second = NewsPageFactory()
    assert list(NewsPage.objects.newest_first()) == [second, first]


def test_resources_without_a_date_come_last():
    undated = ResourcePageFactory(published_on=None)
    dated = ResourcePageFactory(published_on=date(1999, 1, 1))
    assert list(ResourcePage.objects.newest_first()) == [dated, undated]


def test_communiques_begin_with_the_newest_edition():
    old = CommuniquePageFactory(edition=3)
    new = CommuniquePageFactory(edition=26)
    assert list(CommuniquePage.objects.newest_first()) == [new, old]


def test_priorities_begin_with_the_newest_plan_in_the_order_of_numbers():
    earlier = PriorityPageFactory(plan_start=2017, plan_end=2021, number=1)
    second = PriorityPageFactory(number=2)
    first = PriorityPageFactory(number=1)
    assert list(PriorityPage.objects.by_plan()) == [first, second, earlier]


def test_former_members_are_not_present():
    MemberPageFactory(title="Norfolk Island", left_on=date(2016, 7, 1))
    tonga = MemberPageFactory(title="Tonga")
    assert list(MemberPage.objects.present()) == [tonga]


# what the entries of lists have


def test_an_entry_of_a_list_asks_for_its_text_only_where_it_is_read():
    NewsPageFactory(body=story("Said at length"))
    (post,) = NewsPage.objects.for_lists()
    assert "body" in post.get_deferred_fields()
    assert "Said at length" in str(post.body)
