"""What events add to the admin."""

from wagtail import hooks

from events.viewsets import RegistrationViewSet


@hooks.register("register_admin_viewset")
def registrations():
    return RegistrationViewSet()
