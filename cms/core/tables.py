"""Tables as files that German spreadsheet programs open with a double click."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header

FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


def response(rows: Iterable[Sequence[object]], *, filename: str) -> HttpResponse:
    """The rows as a CSV download: semicolons, UTF-8 with a byte order mark, CRLF."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, filename)
    return answer


def cell(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front.

    Source: OWASP, CSV Injection. Numbers stay as they are.
    """
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value


def decimal(cents: int) -> str:
    """Cents as a German decimal number without thousands marks: ``1234,50``."""
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{cents // 100},{cents % 100:02d}"
