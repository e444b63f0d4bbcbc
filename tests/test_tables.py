"""Tables that editors paste or upload, and readers filter and download."""

import csv
import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import streamfield

from core.tables import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, TableCellsField, parse_table
from tests.answers import soup
from tests.factories import ResourcePageFactory, StandardPageFactory
from tests.forms import FORM_DATA, PUBLISH, form_data

CELLS = 'Code,Goods\n6307.90,"Masks, of textile"\n3004.90,Medicaments\n'


def uploaded(content, name="table.csv"):
    return SimpleUploadedFile(name, content, "text/csv")


def clean(text, upload=None):
    """The cells as they are stored, from a pasted text or an uploaded file."""
    return TableCellsField().clean((text, upload))


# Reading


@pytest.mark.parametrize(
    "text",
    [
        "Code\tGoods\n6307.90\tMasks, of textile\n3004.90\tMedicaments",
        "Code;Goods\n6307.90;Masks, of textile\n3004.90;Medicaments",
        'Code,Goods\r\n6307.90,"Masks, of textile"\r\n3004.90,Medicaments\r\n',
        '\ufeffCode,Goods\n6307.90,"Masks, of textile"\n3004.90,Medicaments',
        '\n\nCode , Goods\n\n6307.90,"Masks, of textile"\n,\n3004.90, Medicaments\n',
        'Code,Goods\r6307.90,"Masks, of textile"\r3004.90,Medicaments\r',
    ],
    ids=["tabs", "semicolons", "commas", "byte order mark", "blank lines", "old Mac"],
)
def test_however_cells_come_they_are_one_table(text):
    assert clean(text) == CELLS


def test_quoted_cells_hold_line_breaks_and_quotes():
    table = parse_table('Name,Says\nChair,"First\nsecond ""third"""\n')
    assert table.rows == [["Chair", 'First\nsecond "third"']]


def test_what_is_stored_reads_back_as_the_same_table():
    text = 'A,B\n"x, ""y""","1\n2"\nétoffe,ʻokina\n'
    assert parse_table(clean(text)) == parse_table(text)


def test_a_table_may_be_as_long_as_is_said():
    assert len(parse_table("Code,Goods\n" + "1,x\n" * MAX_ROWS).rows) == MAX_ROWS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A,B\n1,2\n1,2,3\n", "Row 3"),
        ("A,B\n1\n", "Row 2"),
        ("A,B\n", "header row and at least one row"),
        ("6307.90\n", "header row and at least one row"),
        ("A,,C\n1,2,3\n", "column 2"),
        ("6307,90\n6308,10\n", "Row 1 holds only numbers"),
        ("Code,Goods\n" + "1,x\n" * 50_000, "50000"),
        ("Code,Goods\n" + "1,x\n" * (MAX_ROWS + 1), f"row {MAX_ROWS + 2}"),
        (",".join("x" * (MAX_COLUMNS + 1)) + "\n" + "1," * MAX_COLUMNS + "1", "31"),
        ('A,B\n"unclosed,2\n', "Row 2"),
    ],
    ids=lambda text: text[:12],
)
def test_what_is_no_table_is_refused_and_told_why(text, told):
    with pytest.raises(ValidationError) as refusal:
        clean(text)
    assert told in refusal.value.messages[0]


def test_a_ragged_row_is_quoted():
    with pytest.raises(ValidationError, match=re.escape("Fiji | 1 | 2")):
        clean("Member,Count\nTonga,1\nFiji,1,2\n")


def test_a_file_takes_the_place_of_pasted_cells():
    assert clean("A\n1\n", uploaded(CELLS.encode())) == CELLS


def test_a_file_with_a_byte_order_mark_is_read():
    assert clean("", uploaded(CELLS.encode("utf-8-sig"))) == CELLS


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_a_file_in_another_encoding_names_its_row(encoding):
    content = "Member,Sea\nTonga,Pacific\nNew Caledonia,Nouméa\n".encode(encoding)
    row = 1 if encoding == "utf-16" else 3
    with pytest.raises(ValidationError, match=f"Row {row} of table.csv is not in UTF"):
        clean("", uploaded(content))


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(ValidationError, match="kB"):
        clean("", uploaded(b"x" * (MAX_BYTES + 1)))


def test_no_table_at_all_is_refused():
    with pytest.raises(ValidationError):
        clean("")


# The editor's form


def table_data(cells="", caption="Supplies"):
    value = {"caption": caption, "cells": cells, "note": ""}
    return FORM_DATA["ResourcePage"]() | form_data(body=streamfield([("table", value)]))


@pytest.fixture
def resource(db):
    return ResourcePageFactory()


def post(client, resource, data):
    address = reverse("wagtailadmin_pages:edit", args=[resource.pk])
    return client.post(address, {**data, **PUBLISH})


def stored(resource):
    resource.refresh_from_db()
    return resource.body[0].value["cells"]


def test_an_editor_pastes_cells(editor_client, resource):
    post(editor_client, resource, table_data("Code\tGoods\n6307.90\tMasks\n"))
    assert stored(resource) == "Code,Goods\n6307.90,Masks\n"


def test_an_editor_uploads_a_file(editor_client, resource):
    upload = {"body-0-value-cells-csv": uploaded(CELLS.encode())}
    post(editor_client, resource, table_data() | upload)
    assert stored(resource) == CELLS


@pytest.mark.parametrize("word", ["Changed title", "Kept caption", "Tonga,1,2"])
def test_a_refused_table_loses_nothing_of_the_form(editor_client, resource, word):
    data = table_data("Member,Count\nTonga,1,2\n", "Kept caption")
    answer = post(editor_client, resource, data | {"title": "Changed title"})
    assert word in answer.text.replace("\\n", "\n")


@pytest.mark.parametrize("word", ["Kept caption", "Tonga,1,2", "Row 2 has 3 cells"])
def test_a_refused_file_stands_in_the_form_to_be_mended(editor_client, resource, word):
    upload = {"body-0-value-cells-csv": uploaded(b"Member,Count\nTonga,1,2\n")}
    data = table_data("", "Kept caption")
    assert word in post(editor_client, resource, data | upload).text


def test_a_refused_file_in_another_encoding_is_an_answer(editor_client, resource):
    upload = {"body-0-value-cells-csv": uploaded("A\né\n".encode("latin-1"))}
    answer = post(editor_client, resource, table_data() | upload)
    assert "is not in UTF-8" in answer.text


def test_fifty_thousand_rows_are_an_answer(editor_client, resource):
    data = table_data("Code,Goods\n" + "1,x\n" * 50_000)
    answer = post(editor_client, resource, data)
    assert "50000 rows" in answer.text


def test_five_thousand_rows_are_saved(editor_client, resource):
    post(editor_client, resource, table_data("Code,Goods\n" + "1,x\n" * 5_000))
    assert stored(resource).count("\n") == 5_001


# Readers


def page_with_table(caption="Supplies", cells=CELLS, **fields):
    body = [("table", {"caption": caption, "cells": cells})]
    return StandardPageFactory(body=body, **fields)


def csv_address(page):
    return reverse("table_csv", args=[page.pk, page.body[0].id])


@pytest.fixture
def page(db):
    return page_with_table()


def test_a_table_is_shown_with_its_caption(client, page):
    assert soup(client.get(page.url)).table.caption.string == "Supplies"


def test_the_header_names_its_columns(client, page):
    names = soup(client.get(page.url)).select('thead th[scope="col"]')
    assert [name.string for name in names] == ["Code", "Goods"]


def test_the_first_cell_names_its_row(client, page):
    names = soup(client.get(page.url)).select('tbody th[scope="row"]')
    assert [name.string for name in names] == ["6307.90", "3004.90"]


def test_cells_are_shown_as_text(client, db):
    page = page_with_table(cells="A,B\n<script>x</script>,<b>2</b>\n")
    assert not soup(client.get(page.url)).select("td b, th script")


def test_the_page_links_to_the_file(client, page):
    links = [a["href"] for a in soup(client.get(page.url)).select("a[download]")]
    assert links == [csv_address(page)]


def test_the_file_holds_the_table(client, page):
    text = client.get(csv_address(page)).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == list(csv.reader(io.StringIO(CELLS)))


def test_the_file_begins_with_a_byte_order_mark_for_excel(client, page):
    assert client.get(csv_address(page)).content.startswith(b"\xef\xbb\xbf")


def test_the_file_is_named_after_the_caption(client, page):
    disposition = client.get(csv_address(page))["Content-Disposition"]
    assert disposition == 'attachment; filename="supplies.csv"'


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ('x"; filename="evil.exe', "x-filenameevilexe"),
        ("a\r\nSet-Cookie: b=c", "a-set-cookie-bc"),
        ("../../etc/passwd", "etcpasswd"),
        ("…", "table"),
        ("é" * 300, "e" * 60),
    ],
)
def test_no_caption_breaks_the_name_of_the_file(client, db, caption, name):
    answer = client.get(csv_address(page_with_table(caption)))
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.csv"'


def test_the_table_of_a_draft_is_not_public(client, db):
    assert client.get(csv_address(page_with_table(live=False))).status_code == 404


def test_the_table_of_a_restricted_page_is_not_public(client, page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(csv_address(page)).status_code == 404


def test_a_block_that_is_no_table_is_no_file(client, db):
    page = StandardPageFactory()
    assert client.get(csv_address(page)).status_code == 404


def test_a_block_of_another_page_is_no_file(client, page):
    address = reverse("table_csv", args=[page_with_table().pk, page.body[0].id])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("cells", ["", None, "Member,Count\nTonga,1,2\n"])
def test_a_draft_whose_table_is_none_yet_is_shown_without_it(editor_client, db, cells):
    draft = page_with_table(cells=cells, live=False)
    draft.save_revision()
    shown = editor_client.get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))
    assert shown.status_code == 200
    assert not soup(shown).table


def test_a_page_with_an_empty_table_is_previewed(editor_client, resource):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[resource.pk])
    assert editor_client.post(address, table_data()).json()["is_valid"]
    assert editor_client.get(address).status_code == 200
