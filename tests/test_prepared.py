"""Queries that are written once: what they find is looked up each time."""

import pytest
from django.utils import translation

from core.prepared import prepared
from core.querysets import active_language
from news.models import NewsPage
from tests.factories import NewsPageFactory

pytestmark = pytest.mark.django_db


@prepared
def titled(title):
    return NewsPage.objects.filter(title=title)


@prepared
def first_ones(most):
    return NewsPage.objects.order_by("pk")[:most]


@prepared
def of_language():
    return NewsPage.objects.filter(locale__language_code=active_language())


def test_each_time_other_values_are_asked_for():
    one, other = NewsPageFactory(title="One"), NewsPageFactory(title="Other")
    assert [titled(title="One"), titled(title="Other")] == [[one], [other]]


def test_what_is_new_is_found():
    assert titled(title="New") == []
    post = NewsPageFactory(title="New")
    assert titled(title="New") == [post]


def test_nothing_equals_none():
    NewsPageFactory()
    assert titled(title=None) == []


def test_a_key_is_given_as_the_database_has_it():
    post = NewsPageFactory()
    keyed = prepared(lambda key: NewsPage.objects.filter(translation_key=key))
    assert keyed(key=post.translation_key) == [post]


def test_what_shapes_a_query_has_a_query_of_its_own():
    posts = [NewsPageFactory() for _number in range(3)]
    assert [first_ones(1), first_ones(2)] == [posts[:1], posts[:2]]


def test_each_language_has_a_query_of_its_own():
    post = NewsPageFactory()
    assert of_language() == [post]
    with translation.override("fr"):
        assert of_language() == []


def test_what_can_find_nothing_finds_nothing():
    assert prepared(NewsPage.objects.none)() == []


def test_related_rows_come_along():
    NewsPageFactory()
    (post,) = prepared(lambda: NewsPage.objects.select_related("locale"))()
    assert post._state.fields_cache["locale"].language_code == "en"


def test_two_names_are_given_in_any_order():
    post = NewsPageFactory(title="One")
    both = prepared(lambda title, pk: NewsPage.objects.filter(pk=pk, title=title))
    assert both(pk=post.pk, title="One") == both(title="One", pk=post.pk) == [post]
