"""The resources of the demonstration content."""

from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile

from core.importers import read
from core.light_text import story
from core.models import CustomDocument
from resources.models import (
    ResourceFile,
    ResourceIndexPage,
    ResourceLink,
    ResourcePage,
)


def load_resources(site):
    """The resources, with their tables as blocks and as files."""

    def body(text):
        blocks = story(text.get("body", ""))
        if "table" in text:
            cells = Path(settings.BASE_DIR, "resources/demo", text["table"])
            table = {
                "caption": text["table_caption"],
                "cells": cells.read_text(encoding="utf-8"),
                "note": text.get("table_note", ""),
            }
            blocks.append(("table", table))
        return blocks

    for row in read("resources/demo/resources.toml")["resource"]:

        def relations(text, row=row):
            return {
                **site.tags(row),
                "links": [ResourceLink(**link) for link in text.get("links", [])],
                "files": [
                    ResourceFile(
                        document=table_document(text["table"], text["table_caption"])
                    )
                ]
                if "table" in text
                else [],
            }

        site.save_both(
            ResourcePage,
            partial(site.section, ResourceIndexPage, "resources"),
            row,
            {
                "kind": row["kind"],
                "published_on": row.get("published_on"),
                "published_precision": row.get("precision", "day"),
                "issue": row.get("issue", ""),
            },
            relations,
            period=lambda text: text.get("period", ""),
            body=body,
        )
        site.redirect(row, f"/resources/{row['slug']}/")


def table_document(name: str, title: str) -> CustomDocument:
    """A file of the resources' data as a document to download."""
    content = Path(settings.BASE_DIR, "resources/demo", name).read_bytes()
    document = CustomDocument.objects.filter(title=title).first()
    return document or CustomDocument.objects.create(
        title=title,
        language="fr" if name.endswith("-fr.csv") else "en",
        file=ContentFile(content, name),
        file_size=len(content),
    )
