"""What holds for every page type."""

import inspect

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, get_page_models
from wagtail.test.utils import WagtailPageTestCase

from core.components import component
from tests import factories
from tests.answers import soup
from tests.forms import FORM_DATA, PUBLISH

pytestmark = pytest.mark.django_db

MODELS = [model for model in get_page_models() if model is not Page]
FACTORIES = {
    factory._meta.model: factory
    for _name, factory in inspect.getmembers(factories, inspect.isclass)
    if issubclass(factory, factories.BasePageFactory) and not factory._meta.abstract
}
FIXED_BELOW = {  # what may stand below what; a page type not named has no children
    "Page": {"HomePage"},
    "HomePage": {
        "StandardPage",
        "PriorityIndexPage",
        "MemberIndexPage",
        "NewsIndexPage",
        "CommuniqueIndexPage",
        "EventIndexPage",
        "ResourceIndexPage",
    },
    "StandardPage": {"StandardPage"},
    "PriorityIndexPage": {"PriorityPage"},
    "MemberIndexPage": {"MemberPage"},
    "NewsIndexPage": {"NewsPage"},
    "CommuniqueIndexPage": {"CommuniquePage"},
    "EventIndexPage": {"EventPage"},
    "ResourceIndexPage": {"ResourcePage"},
}
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


@pytest.fixture
def page(model, home):
    """A page of the type, as visitors reach it."""
    return home if model.__name__ == "HomePage" else FACTORIES[model]()


@pytest.fixture
def form_data(model):
    """What an editor's form sends for a page of the type."""
    return FORM_DATA[model.__name__]()


@each_model
def test_it_has_a_factory(model):
    assert model in FACTORIES


@each_model
def test_it_answers_200(client, page):
    assert client.get(page.url).status_code == 200


@each_model
def test_it_is_shown_by_a_template_of_its_own_name(client, page):
    names = [template.name for template in client.get(page.url).templates]
    assert f"{page._meta.app_label}/{page.template.rpartition('/')[2]}" in names


@each_model
def test_it_has_one_main_heading(client, page):
    headings = soup(client.get(page.url)).find_all("h1")
    assert len(headings) == 1


@each_model
def test_its_elements_have_ids_of_their_own(client, page):
    ids = [element["id"] for element in soup(client.get(page.url)).select("[id]")]
    assert len(ids) == len(set(ids))


@each_model
def test_its_form_loads_for_an_editor(editor_client, page):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor_client.get(address).status_code == 200


@each_model
def test_an_editor_saves_a_change_to_it(editor_client, page, form_data):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = {**form_data, "title": "Changed", **PUBLISH}
    editor_client.post(address, data)
    page.refresh_from_db()
    assert page.title == "Changed"


@each_model
def test_an_editor_keeps_an_unfinished_draft(editor_client, page, form_data):
    """With nothing but a title; what is missing is said, or asked for on publishing."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    kept = ("title", "slug", "_FORMS")
    bare = {name: value for name, value in form_data.items() if name.endswith(kept)}
    bare |= {name: "0" for name in form_data if name.endswith("-count")}
    assert editor_client.post(address, bare).status_code in (200, 302)


@each_model
def test_an_editor_creates_one(editor_client, model, page, form_data):
    case = WagtailPageTestCase()
    case.client = editor_client
    parent = page.get_parent()
    if model.max_count_per_parent:
        page.delete()
    case.assertCanCreate(parent, model, {**form_data, "title": "Brand new"})


@each_model
def test_an_editor_previews_unsaved_changes_in_every_mode(
    editor_client, page, form_data
):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    for mode, _name in page.preview_modes:
        editor_client.post(address, {**form_data, "title": "Not saved yet"})
        shown = editor_client.get(address, {"mode": mode})
        assert "Not saved yet" in soup(shown).title.string


@each_model
def test_it_stands_only_where_it_belongs(model):
    parents = {parent.__name__ for parent in model.allowed_parent_page_models()}
    assert parents == {
        parent for parent, below in FIXED_BELOW.items() if model.__name__ in below
    }


@each_model
def test_only_what_belongs_stands_below_it(model):
    children = {child.__name__ for child in model.allowed_subpage_models()}
    assert children == FIXED_BELOW.get(model.__name__, set())


@each_model
def test_every_field_of_its_own_is_in_its_form(model):
    own = {
        field.name
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable
        and field.model is model
        and not field.auto_created
        and not getattr(field.remote_field, "parent_link", False)
    }
    assert not own - set(model.get_edit_handler().get_form_class().base_fields)


@each_model
def test_every_kind_of_row_of_its_own_is_in_its_form(model):
    rows = {
        relation.name
        for relation in model._meta.related_objects
        if type(relation.field).__name__ == "ParentalKey"
        and relation.related_model._meta.app_label == model._meta.app_label
    }
    assert not rows - set(model.get_edit_handler().get_form_class().formsets)


@each_model
def test_one_card_shows_it(page):
    card = component("card", page=page)
    assert page.title in card
    assert page.summary in card
    assert f'href="{page.url}"' in card


@each_model
def test_its_help_texts_and_labels_are_in_the_catalogue(model):
    """A label that Django makes from the field's name would stay English."""
    for field in model._meta.fields:
        if field.editable and field.model is model and not field.auto_created:
            made_up = field.name.replace("_", " ")
            assert field._verbose_name or made_up == "page ptr", field.name


def test_all_our_page_types_are_among_them():
    apps = {model._meta.app_label for model in MODELS}
    assert apps < set(settings.INSTALLED_APPS)
