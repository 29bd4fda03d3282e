"""Tables as files for spreadsheets. Rows are sent as they are read; a text never is a formula."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from cms.core import tables

CHUNK = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONEY_FORMAT = '#,##0.00 "€"'
MOST_ROWS = 1_000_000
"""A sheet of a spreadsheet program holds little more."""


@dataclass(frozen=True)
class Cents:
    """An amount; a file shows it as a decimal number."""

    value: int


@dataclass(frozen=True)
class Table:
    """What a file holds: its name, and its columns, each with what it shows of a row."""

    name: str
    columns: Sequence[tuple[Any, Callable[[Any], Any]]]

    def heads(self) -> list[str]:
        """The first line."""
        return [str(label) for label, _value in self.columns]

    def values(self, row: Any) -> list[Any]:
        """One line."""
        return [value(row) for _label, value in self.columns]

    @property
    def sheet(self) -> str:
        """The sheet's name: the last word of the file's."""
        return self.name.rpartition("-")[2].capitalize()


def answer(ending: str, table: Table, rows: QuerySet[Any]) -> HttpResponseBase:
    """The rows as a file; Http404 for an ending that is none of ours."""
    if ending not in WRITERS:
        raise Http404
    name = f"{table.name}-{timezone.localdate().isoformat()}.{ending}"
    return WRITERS[ending](table, rows[:MOST_ROWS].iterator(chunk_size=CHUNK), name)


def _as_csv(table: Table, rows: Iterable[Any], name: str) -> HttpResponseBase:
    """Semicolons, UTF-8 with a byte order mark, decimal commas, as German spreadsheets open it."""

    class Line:
        """What the writer writes to: hands every line on."""

        def write(self, line: str) -> str:
            """The line itself."""
            return line

    def lines() -> Iterator[bytes]:
        writer = csv.writer(Line(), delimiter=";", lineterminator="\r\n")
        yield ("\ufeff" + writer.writerow(table.heads())).encode()
        for row in rows:
            yield writer.writerow([_plain(value) for value in table.values(row)]).encode()

    made = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    made["Content-Disposition"] = content_disposition_header(True, name)
    return made


def _as_xlsx(table: Table, rows: Iterable[Any], name: str) -> HttpResponseBase:
    """A workbook whose amounts are numbers, written row by row into a temporary file."""
    from openpyxl import Workbook  # a quarter of a second at each start of Django

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.sheet)
    sheet.append(table.heads())
    for row in rows:
        sheet.append([_cell(sheet, value) for value in table.values(row)])
    file = TemporaryFile()  # noqa: SIM115 – the answer closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, Cents):
        return _plain(value)
    cell = WriteOnlyCell(sheet, value=value.value / 100)
    cell.number_format = MONEY_FORMAT
    return cell


def _plain(value: Any) -> Any:
    if isinstance(value, Cents):
        return tables.decimal(value.value)
    if isinstance(value, bool):
        return "ja" if value else ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return tables.cell(str(value)) if value is not None else ""


WRITERS: dict[str, Callable[..., HttpResponseBase]] = {"csv": _as_csv, "xlsx": _as_xlsx}
