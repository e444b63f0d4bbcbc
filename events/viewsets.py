"""Registrations in the admin: to read, to export and to delete."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from core.tables import as_text
from events.models import EventPage, EventRegistration


class KeptAsSent(ModelPermissionPolicy):
    """Registrations are made by those who register; nobody adds or changes one here."""

    def user_has_permission(self, user, action):
        return action in ("view", "delete") and super().user_has_permission(
            user, action
        )


class RegistrationFilterSet(WagtailFilterSet):
    """Those of one event, of all that anybody registered for."""

    event = django_filters.ModelChoiceFilter(
        label=_("Event"),
        queryset=lambda request: (
            EventPage.objects.exclude(registrations=None)
            .distinct()
            .order_by("-start_date", "pk")
        ),
    )

    class Meta:
        model = EventRegistration
        fields = ["event"]


class RegistrationIndexView(IndexView):
    """The list, whose export to CSV holds no formulas; that to XLSX never does."""

    custom_value_preprocess = {
        **IndexView.custom_value_preprocess,
        str: {IndexView.FORMAT_CSV: as_text},
    }

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("event")


class RegistrationViewSet(ModelViewSet):
    """The registrations of all events."""

    model = EventRegistration
    name = "registrations"
    icon = "group"
    add_to_admin_menu = True
    menu_order = 150
    index_view_class = RegistrationIndexView
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["id"]
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = []
    filterset_class = RegistrationFilterSet
    search_fields = ["name", "organisation", "country", "email"]
    list_display = [
        "name",
        "organisation",
        "country",
        "event",
        DateColumn("created_at", label=_("Registered at"), sort_key="created_at"),
    ]
    list_export = [
        "event",
        "name",
        "organisation",
        "country",
        "email",
        "notes",
        "get_language_display",
        "created_at",
    ]
    export_headings = {"get_language_display": _("Language")}
    export_filename = "registrations"

    @property
    def permission_policy(self):
        return KeptAsSent(self.model)
