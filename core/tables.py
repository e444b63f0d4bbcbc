"""Tables that editors paste from a spreadsheet or upload as a CSV file."""

import csv
import io
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MAX_ROWS = 5_000
MAX_COLUMNS = 30
MAX_BYTES = 5 * 1024 * 1024
# What makes a spreadsheet program take a cell for a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """A table as it is shown: one header row, then rows of the same width."""

    header: list[str]
    rows: list[list[str]]

    def labelled_rows(self):
        """Each row's heading, and its other cells with the names of their columns.

        The names are written as an attribute once, and not in each of 5,000 rows.
        """
        labels = [format_html('data-label="{}"', name) for name in self.header[1:]]
        for heading, *cells in self.rows:
            yield heading, list(zip(labels, cells, strict=True))


def as_text(value: str) -> str:
    """The value of a cell, marked as text where it would be taken for a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def read_rows(text: str) -> list[list[str]]:
    """Rows of trimmed cells from CSV or tab-separated text; blank lines are dropped.

    A tab or semicolon in the first line decides the separator: spreadsheets paste the
    one, and write the other where the comma is the decimal mark.
    """
    text = text.removeprefix("\ufeff").replace("\0", "")
    first_line = text.lstrip().partition("\n")[0]
    separator = next((mark for mark in "\t;" if mark in first_line), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows = ([cell.strip() for cell in row] for row in reader)
    return [row for row in rows if any(row)]


def write_csv(rows: list[list[str]]) -> str:
    """The rows as CSV text with LF line ends, quoted where needed (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def parse_table(text: str) -> Table:
    """The table in the text.

    Raises ValidationError, naming the row, where the text is no table: no header, a
    header cell that is empty, a row of another width, or more rows than a page can
    carry.
    """
    try:
        rows = read_rows(text)
    except csv.Error as error:
        raise ValidationError(
            _("This cannot be read as CSV: %(error)s.") % {"error": error}
        ) from error
    if len(rows) < 2:
        raise ValidationError(
            _("A table needs a header row and at least one row below it.")
        )
    header, *body = rows
    if not all(header):
        raise ValidationError(
            _(
                "Row 1 is the header, and its column %(column)d has no name. Give every "
                "column a name."
            )
            % {"column": header.index("") + 1}
        )
    if all(cell.replace(".", "", 1).isdigit() for cell in header):
        raise ValidationError(
            _("Row 1 holds only numbers. Put a row with the columns’ names above it.")
        )
    if len(header) > MAX_COLUMNS:
        raise ValidationError(
            _("Row 1 has %(columns)d columns; a page can show %(most)d.")
            % {"columns": len(header), "most": MAX_COLUMNS}
        )
    if len(body) > MAX_ROWS:
        raise ValidationError(
            _(
                "The table has %(rows)d rows below its header; row %(first)d is one too "
                "many. Put the whole table up as a document and show a part of it here."
            )
            % {"rows": len(body), "first": MAX_ROWS + 2}
        )
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise ValidationError(
                ngettext(
                    "Row %(row)d has %(cells)d cell, the header has %(columns)d: %(start)s",
                    "Row %(row)d has %(cells)d cells, the header has %(columns)d: %(start)s",
                    len(row),
                )
                % {
                    "row": number,
                    "cells": len(row),
                    "columns": len(header),
                    "start": " | ".join(row)[:80],
                }
            )
    return Table(header, body)


def decode_upload(upload) -> str:
    """The text of an uploaded file: UTF-8, with or without a byte order mark.

    Raises ValidationError, naming the row, where it is another encoding.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("The file has %(size)d kB; at most %(most)d kB can be read.")
            % {"size": upload.size // 1024, "most": MAX_BYTES // 1024}
        )
    content = upload.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _(
                "Row %(row)d of %(name)s is not in UTF-8. In the spreadsheet, choose "
                "“Save as… CSV UTF-8” and upload the file again."
            )
            % {"row": content.count(b"\n", 0, error.start) + 1, "name": upload.name}
        ) from error


class TableCellsWidget(forms.Textarea):
    """A box to paste cells into, with a file input beside it that fills the box."""

    template_name = "core/widgets/table_cells.html"
    needs_multipart_form = True

    def __init__(self, attrs=None):
        super().__init__(
            {
                "rows": 10,
                "wrap": "off",
                "spellcheck": "false",
                "class": "table-cells",
                **(attrs or {}),
            }
        )

    def value_from_datadict(self, data, files, name):
        """The pasted text, and the file that stands instead of it, if there is one."""
        return data.get(name, ""), files.get(f"{name}-csv")

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}-csv" not in files

    def format_value(self, value):
        """The text, with a file's own text in its place, so that it can be mended."""
        if not isinstance(value, tuple):
            return value
        text, upload = value
        if upload:
            upload.seek(0)
            return upload.read(MAX_BYTES).decode("utf-8", errors="replace")
        return text


class TableCellsField(forms.CharField):
    """Cleans pasted cells or an uploaded CSV file into CSV text."""

    widget = TableCellsWidget

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        if isinstance(value, tuple):
            text, upload = value
            value = decode_upload(upload) if upload else text
        return super().to_python(value)

    def clean(self, value):
        text = super().clean(value)
        if not text.strip():
            return ""
        table = parse_table(text)
        return write_csv([table.header, *table.rows])
