"""Ideas as files. Rows are sent as they are read, so that memory does not grow with them."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from cms.core import tables
from participation.ideas.models import Idea

CHUNK = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = dict[str, Any]
PUBLIC_FIELDS = (
    "id",
    "title",
    "text",
    "language",
    "tags",
    "place",
    "stage",
    "stage_since",
    "promised_until",
    "outcome",
    "working_group",
    "supports",
    "comments",
    "published_at",
)
STAFF_FIELDS = (*PUBLIC_FIELDS, "state", "author", "email", "would_help", "address", "created_at")


def public_rows() -> Iterator[Row]:
    """Public ideas without authors, addresses and anything else that is personal."""
    return (_public(idea) for idea in _batches(Idea.objects.public()))


def staff_rows() -> Iterator[Row]:
    """Every idea with its author, for the office alone."""
    return (_public(idea) | _personal(idea) for idea in _batches(Idea.objects.all()))


def _batches(ideas: QuerySet[Idea]) -> Iterator[Idea]:
    found = ideas.select_related("place", "working_group", "author").order_by("pk")
    return found.iterator(chunk_size=CHUNK)


def _public(idea: Idea) -> Row:
    values = (
        idea.pk,
        idea.title,
        idea.text,
        idea.language,
        idea.tags,
        idea.place.name if idea.place else "",
        idea.stage,
        idea.stage_since,
        idea.due_on,
        idea.outcome,
        idea.working_group.title if idea.working_group else "",
        idea.supports_count,
        idea.comments_count,
        idea.published_at,
    )
    return dict(zip(PUBLIC_FIELDS, values, strict=True))


def _personal(idea: Idea) -> Row:
    return {
        "state": idea.state,
        "author": str(idea.author or ""),
        "email": idea.author.email if idea.author else idea.confirmation_email,
        "would_help": idea.would_help,
        "address": idea.address,
        "created_at": idea.created_at,
    }


def as_csv(rows: Iterable[Row], fields: tuple[str, ...] = PUBLIC_FIELDS) -> HttpResponseBase:
    """Semicolons, UTF-8 with a byte order mark, as German spreadsheets open it."""

    class Line:
        """What the writer writes to: hands every line on."""

        def write(self, line: str) -> str:
            """The line itself."""
            return line

    def lines() -> Iterator[str]:
        writer = csv.writer(Line(), delimiter=";", lineterminator="\r\n")
        yield "\ufeff" + writer.writerow(fields)
        for row in rows:
            yield writer.writerow([tables.cell(_text(row[name])) for name in fields])

    return _stream(lines(), "text/csv; charset=utf-8", "csv")


def as_json(rows: Iterable[Row], fields: tuple[str, ...] = PUBLIC_FIELDS) -> HttpResponseBase:
    """``{"items": [...]}``, moments as ISO 8601."""

    def parts() -> Iterator[str]:
        before = '{"items": [\n'
        for row in rows:
            yield before + json.dumps({name: row[name] for name in fields}, default=_iso)
            before = ",\n"
        yield ("]}" if before == ",\n" else before + "]}") + "\n"

    return _stream(parts(), "application/json", "json")


def as_xlsx(rows: Iterable[Row], fields: tuple[str, ...] = STAFF_FIELDS) -> HttpResponseBase:
    """A workbook, written row by row into a temporary file."""
    from openpyxl import Workbook  # a quarter of a second at each start of Django

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ideen")
    sheet.append(list(fields))
    for row in rows:
        sheet.append([tables.cell(_text(row[name])) for name in fields])
    file = TemporaryFile()  # noqa: SIM115 – the answer closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_name("xlsx"), content_type=XLSX)


PUBLIC: dict[str, Callable[..., HttpResponseBase]] = {"csv": as_csv, "json": as_json}
STAFF: dict[str, Callable[..., HttpResponseBase]] = PUBLIC | {"xlsx": as_xlsx}


def _stream(parts: Iterator[str], content_type: str, ending: str) -> HttpResponseBase:
    answer = StreamingHttpResponse((part.encode() for part in parts), content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, _name(ending))
    return answer


def _name(ending: str) -> str:
    return f"ideen-{timezone.localdate().isoformat()}.{ending}"


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(value)
    if hasattr(value, "tzinfo") and value is not None:
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if hasattr(value, "isoformat") else value


def _iso(value: Any) -> str:
    return str(value.isoformat())
