"""What events add to the admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from events.bulk_entry import BulkEntryView, events_index, may_add_many
from events.event_copies import CopyView
from events.models import EventIndexPage, EventPage
from events.viewsets import RegistrationViewSet


@hooks.register("register_admin_urls")
def admin_urls():
    """The addresses of the pages below."""
    return [
        path("events/add-many/", BulkEntryView.as_view(), name="events_add_many"),
        path("events/<int:pk>/copy/", CopyView.as_view(), name="events_copy"),
    ]


class AddManyMenuItem(MenuItem):
    """Shown to those who may add events."""

    def is_shown(self, request):
        index = events_index()
        return index is not None and may_add_many(request.user, index)


@hooks.register("register_admin_menu_item")
def add_many_menu_item():
    """Stands in the menu below the pages."""
    return AddManyMenuItem(
        _("Add many events"),
        reverse("events_add_many"),
        name="add-many-events",
        icon_name="calendar-alt",
        order=110,
    )


@hooks.register("register_page_header_buttons")
def add_many_button(page, user, view_name, next_url=None):
    """Stands on top of the list of events."""
    is_index = issubclass(page.specific_class, EventIndexPage)
    if is_index and view_name == "index" and may_add_many(user, page):
        yield Button(
            _("Add many events"),
            reverse("events_add_many"),
            icon_name="calendar-alt",
            priority=12,
        )


@hooks.register("register_page_header_buttons")
def copy_header_button(page, user, view_name, next_url=None):
    """Stands on top of an event in the editor."""
    yield from copy_button(page, user)


@hooks.register("register_page_listing_more_buttons")
def copy_button(page, user, next_url=None):
    """Stands next to "Copy", for events."""
    is_event = issubclass(page.specific_class, EventPage)
    if is_event and page.permissions_for_user(user).can_copy():
        yield Button(
            _("Copy to a new date"),
            reverse("events_copy", args=[page.pk]),
            icon_name="date",
            priority=25,
        )


@hooks.register("register_admin_viewset")
def registrations():
    """Who has registered, by event."""
    return RegistrationViewSet()
