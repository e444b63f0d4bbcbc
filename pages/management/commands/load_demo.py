"""Fill the site with the demonstration content."""

import os
import secrets

from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from core.models import User
from news.models import NewsPage
from pages.importers import load_demo

# What the secretariat's editors may do, by permission code names.
PAGE_RIGHTS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
FILE_RIGHTS = [
    f"{action}_{model}"
    for model in ("image", "document")
    for action in ("add", "change", "delete", "choose")
]
SITE_RIGHTS = [
    "access_admin",
    "submit_translation",
    "change_sitesettings",
    "view_eventregistration",
    "delete_eventregistration",
    *(
        f"{action}_{model}"
        for model in ("partner", "eventseries", "redirect")
        for action in ("add", "change", "delete")
    ),
]


def secretariat_group() -> Group:
    """The group of the secretariat's editors, with its rights."""
    group, _created = Group.objects.get_or_create(name="Secretariat")
    group.permissions.set(Permission.objects.filter(codename__in=SITE_RIGHTS))
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(
        Q(codename__in=PAGE_RIGHTS), content_type__app_label="wagtailcore"
    ):
        GroupPagePermission.objects.get_or_create(
            group=group, page=root, permission=permission
        )
    for permission in Permission.objects.filter(
        codename__in=FILE_RIGHTS,
        content_type__app_label__in=["wagtailimages", "wagtaildocs"],
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=permission,
        )
    return group


class Command(BaseCommand):
    """``manage.py load_demo``"""

    help = (
        "Fill the site with the demonstration content: members, priorities, events, "
        "news, communiqués, resources and standing pages in English and French, "
        "pictures, an editor and an administrator. Pages that exist are left as they "
        "are, so running it twice does no harm. The passwords are taken from "
        "DEMO_EDITOR_PASSWORD and DEMO_ADMIN_PASSWORD, or made up and printed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--migrate",
            action="store_true",
            help="bring the database up to date first",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing where the site has news already",
        )

    def handle(self, *args, migrate=False, if_empty=False, **options):
        if migrate:
            call_command("migrate", verbosity=0)
        if if_empty and NewsPage.objects.exists():
            return
        site = load_demo(report=lambda part: self.stdout.write(f"  {part} …"))
        self.create_user("editor", groups=[secretariat_group()])
        self.create_user("admin", is_superuser=True)
        self.stdout.write(
            f"Demonstration content: {site.created} pages created, {site.unchanged} "
            "were there already."
        )

    def create_user(self, username, groups=(), **rights):
        """Create somebody who can sign in, unless there is one of that name."""
        if User.objects.filter(username=username).exists():
            return
        variable = f"DEMO_{username.upper()}_PASSWORD"
        given = os.environ.get(variable)
        password = given or secrets.token_urlsafe(12)
        user = User.objects.create_user(
            username, f"{username}@example.org", password, **rights
        )
        user.groups.set(groups)
        if not given:
            self.stdout.write(f"Login: {username} / {password}")
