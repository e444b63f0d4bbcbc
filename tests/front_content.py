"""Fills the database of the site behind nginx, and prints where things are."""

import json

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.models import (  # noqa: E402
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
)

from tests import factories  # noqa: E402

BYTES = bytes(range(256)) * 20


def main():
    """Posts, a private one, documents, a picture, a profile, and somebody signed in."""
    factories.make_sections()
    posts = [factories.NewsPageFactory(title=f"Post {n}").url for n in range(16)]
    private = factories.NewsPageFactory(title="For members")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    closed = Collection.get_first_root_node().add_child(name="For members")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type="login"
    )
    document = factories.CustomDocumentFactory(
        file=ContentFile(BYTES, "tarif général.pdf")
    )
    restricted = factories.CustomDocumentFactory(
        file=ContentFile(BYTES, "minutes.pdf"), collection=closed
    )
    edited = factories.NewsPageFactory(title="Edited")
    image = factories.CustomImageFactory()
    client = Client()
    client.force_login(factories.UserFactory(username="admin", is_superuser=True))
    made = {
        "posts": posts,
        "private": private.url,
        "edited": edited.url,
        "edit": reverse("wagtailadmin_pages:edit", args=[edited.pk]),
        "collection": Collection.get_first_root_node().pk,
        "document": document.url,
        "restricted": restricted.url,
        "restricted_file": restricted.file.name,
        "original": image.file.name,
        "picture": image.get_rendition("width-300|format-jpeg").url,
        "profile": factories.MemberPageFactory(title="Fiji", iso_code="FJ").url,
        "session": client.cookies["sessionid"].value,
    }
    print(json.dumps(made))  # noqa: T201


main()
