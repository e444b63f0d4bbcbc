"""Many pages at once, where a page at a time would take hours."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page

ROWS = 500  # in one statement: SQLite takes 32,766 values, an event has 40


@transaction.atomic
def insert_pages(parent, pages: list) -> None:
    """Insert pages of one type below a page, after those that are there.

    The pages have their own fields set, and get what their place in the tree decides.
    Django's ``bulk_create`` refuses models that inherit tables, so the rows of the page
    table and those of the type's own are inserted one after the other. No signals are
    sent: the search index and the page cache know nothing of the pages.
    """
    if not pages:
        return
    model = type(pages[0])
    content_type = ContentType.objects.get_for_model(model)
    last = parent.get_last_child()
    taken = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for place, page in enumerate(pages, start=taken + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, place)
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.draft_title = page.title
        page.content_type = content_type
        page.locale_id = parent.locale_id
    names = [f.attname for f in Page._meta.concrete_fields if not f.primary_key]
    rows = Page.objects.bulk_create(
        (Page(**{name: getattr(page, name) for name in names}) for page in pages),
        batch_size=ROWS,
    )
    for page, row in zip(pages, rows, strict=True):
        page.page_ptr_id = page.pk = row.pk
    fields = model._meta.local_concrete_fields
    for start in range(0, len(pages), ROWS):
        model._base_manager._insert(
            pages[start : start + ROWS], fields=fields, using=rows[0]._state.db
        )
    parent.numchild += len(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)


def insert_tags(pages: list, name: str, terms: list[list]) -> None:
    """Tag each page with its list of terms, by the name of the field."""
    field = type(pages[0])._meta.get_field(name)
    through = field.remote_field.through
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    through.objects.bulk_create(
        (
            through(**{source: page.pk, target: term.pk})
            for page, tags in zip(pages, terms, strict=True)
            for term in tags
        ),
        batch_size=ROWS,
    )
