"""Devices and what they say as open data: public devices and public measures alone."""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import AwareDatetime

from cms.core.api import LARGEST_OFFSET, Listing, WindowQuery, api, open_to_all
from hardware_bridge.models import MEASURES, Device
from hardware_bridge.models.choices import Kind, LiveStatus
from hardware_bridge.models.devices import DeviceQuerySet
from hardware_bridge.queries import lists
from hardware_bridge.queries.live import LiveDevice, annotated, live, of_row, public_measures
from hardware_bridge.queries.records import FIELDS, LONGEST, USUAL, Range, Resolution, records
from hardware_bridge.queries.states import state_of

router = Router(tags=["devices"])
MOST_STATES = 500
LONGEST_NAMES = 8000
YEARS = range(1900, 3000)
"""Beyond lie the ends of calendars, where days can neither be added nor moved to other zones."""
_encode = json.JSONEncoder(default=DjangoJSONEncoder().default, ensure_ascii=False).encode


class NoticeOut(Schema):
    """What the city says of a device at present, by language; in German always."""

    words: dict[str, str]
    until: datetime | None = None


class DeviceState(Schema):
    """What a device says now, as the event stream sends it."""

    device: str
    values: dict[str, Any]
    channels: dict[str, dict[str, Any]] | None = None
    at: datetime | None
    received: datetime | None
    status: LiveStatus
    notice: NoticeOut | None = None


class DeviceOut(Schema):
    """A public device; ``id`` is its name in addresses, ``url`` its page."""

    id: str
    name: str
    kind: Kind
    group: str | None
    place: str
    latitude: float | None
    longitude: float | None
    url: str
    interval_seconds: int
    installed_on: date | None
    measures: list[str] = Field(description="Measures that everybody may see and that it has sent")
    notice: str | None = Field(description="What the city says of it at present")
    state: DeviceState


class ReadingsFormat(StrEnum):
    """How readings are written."""

    JSON = "json"
    CSV = "csv"


def _out(request: HttpRequest, shown: LiveDevice) -> dict[str, Any]:
    device = shown.device
    return {
        "id": device.slug,
        "name": device.name,
        "kind": device.kind,
        "group": device.group.slug if device.group else None,
        "place": device.place,
        "latitude": device.latitude,
        "longitude": device.longitude,
        "url": request.build_absolute_uri(device.get_absolute_url()),
        "interval_seconds": device.interval_seconds,
        "installed_on": device.installed_on,
        "measures": [*dict.fromkeys(value.measure.key for value in shown.values)],
        "notice": shown.notice.words if shown.notice else None,
        "state": state_of(shown),
    }


def _part(found: DeviceQuerySet, limit: int, offset: int) -> tuple[list[LiveDevice], int]:
    """A part of a list, and how long the whole is. Three queries."""
    switches = public_measures()
    rows = annotated(found)[offset : offset + limit]
    return [of_row(row, switches) for row in rows], found.count()


@router.get("/", response=Listing[DeviceOut])
def devices(
    request: HttpRequest,
    response: HttpResponse,
    window: WindowQuery,
    kind: Kind | None = None,
    status: LiveStatus | None = None,
    group: str = Query("", max_length=80, description="Name of a group as addresses have it"),
    q: str = Query("", max_length=100, description="Words in name or place"),
) -> dict[str, Any]:
    """Public devices by name, each with what it says now."""
    open_to_all(request, response)
    chosen = {"kind": kind or "", "status": status or "", "group": group, "q": q}
    found, count = _part(lists.matching(chosen), window.limit, window.offset)
    return {"items": [_out(request, shown) for shown in found], "count": count}


@router.get("/states/", response=Listing[DeviceState], exclude_none=True)
def states(
    request: HttpRequest,
    response: HttpResponse,
    devices: str = Query("", max_length=LONGEST_NAMES, description="Names, separated by commas"),
    group: str = Query("", max_length=80),
    limit: int = Query(MOST_STATES, ge=1, le=MOST_STATES),
    offset: int = Query(0, ge=0, le=LARGEST_OFFSET),
) -> dict[str, Any]:
    """What devices say now: those named, those of a group, or all. For who gets no events."""
    open_to_all(request, response)
    response["Cache-Control"] = "no-store"
    found = lists.matching({"group": group})
    if devices:
        found = found.filter(slug__in=devices.replace("\0", "").split(",")[:MOST_STATES])
    shown, count = _part(found, limit, offset)
    return {"items": [state_of(each) for each in shown], "count": count}


@router.get("/{slug:slug}/", response=DeviceOut)
def device(request: HttpRequest, response: HttpResponse, slug: str) -> dict[str, Any]:
    """One public device; 404 for any other."""
    open_to_all(request, response)
    return _out(request, _public(slug))


def _public(slug: str) -> LiveDevice:
    found = live(Device.objects.public().filter(slug=slug))
    if not found:
        raise Http404
    return found[0]


class ReadingsQuery(Schema):
    """Which readings, and how they are written."""

    start: AwareDatetime | None = Field(None, alias="from", description="RFC 3339, included")
    end: AwareDatetime | None = Field(None, alias="to", description="RFC 3339, excluded")
    resolution: Resolution = Resolution.HOUR
    measure: str = Field("", max_length=40, description="One measure alone")
    format: ReadingsFormat = ReadingsFormat.JSON

    def span(self) -> Range:
        """The range asked for. Raises HttpError where it is none or too long."""
        if any(each.year not in YEARS for each in (self.start, self.end) if each):
            raise HttpError(422, _("There is no calendar for this day."))
        end = self.end or timezone.now()
        start = self.start or end - USUAL[self.resolution]
        longest = LONGEST[self.resolution]
        if start >= end:
            raise HttpError(422, _("The range ends before it begins."))
        if end - start > longest:
            text = ngettext(
                "At this resolution a range has at most %(days)s day.",
                "At this resolution a range has at most %(days)s days.",
                longest.days,
            )
            raise HttpError(422, text % {"days": longest.days})
        return Range(start, end)


@router.get("/{slug:slug}/readings/", openapi_extra={"responses": {200: {"description": "OK"}}})
def readings(request: HttpRequest, slug: str, query: Query[ReadingsQuery]) -> StreamingHttpResponse:
    """What a device has said: JSON (`items`) or CSV, streamed. Up to a day as it was measured,
    up to a year by hours, up to ten years by days."""
    shown, span = _public(slug), query.span()
    public = sorted(public_measures()[shown.device.kind])
    if query.measure and query.measure not in public:
        raise HttpError(422, _("Unknown measure: %(name)s") % {"name": query.measure})
    measures = [query.measure] if query.measure else public
    rows = records(shown.device, measures, query.resolution, span)
    fields = FIELDS[query.resolution]
    if query.format == ReadingsFormat.CSV:
        answer = StreamingHttpResponse(_csv(rows, fields), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = content_disposition_header(True, f"{slug}.csv")
    else:
        answer = StreamingHttpResponse(_json(rows), content_type="application/json")
    return open_to_all(request, answer)


def _json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    yield '{"items": ['
    count = 0
    for row in rows:
        yield f"{',' if count else ''}\n{_encode(row)}"
        count += 1
    yield f'\n], "count": {count}}}\n'


class _Line:
    """Where ``csv`` writes to, and what it has written."""

    def write(self, text: str) -> str:
        return text


def _csv(rows: Iterator[dict[str, Any]], fields: tuple[str, ...]) -> Iterator[str]:
    """Commas and points, RFC 4180, times as RFC 3339: for programs. Values are never formulas."""
    writer = csv.writer(_Line())
    yield writer.writerow([*fields, "unit"])
    for row in rows:
        cells = [_cell(row[name]) for name in fields]
        yield writer.writerow([*cells, MEASURES[row["measure"]].unit])


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else value


api.add_router("/devices", router)
