"""Public events of culture institutions as open data."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from cms.core.api import Listing, WindowQuery, api, cut
from participation.culture.models import Occurrence
from participation.culture.models.choices import Audience, EventStatus, Genre
from participation.culture.queries import calendar as queries

router = Router(tags=["culture"])


class InstitutionOut(Schema):
    """Who does it."""

    id: int
    name: str


class EventOut(Schema):
    """One time at which a public event takes place; ``end`` is left out of it."""

    id: int
    event: int
    title: str
    url: str
    start: datetime
    end: datetime
    all_day: bool
    cancelled: bool
    status: EventStatus
    genre: Genre
    audience: Audience
    place: str
    address: str
    latitude: float | None
    longitude: float | None
    price: str
    institution: InstitutionOut

    @staticmethod
    def of(time: Occurrence, request: HttpRequest) -> dict[str, Any]:
        """Its fields; links with the host that was asked."""
        event = time.event
        shared = ("status", "genre", "audience", "address", "latitude", "longitude", "price")
        return {
            "id": time.pk,
            "event": event.pk,
            "title": time.title or event.title,
            "url": request.build_absolute_uri(event.get_absolute_url()),
            "start": timezone.localtime(time.start),
            "end": timezone.localtime(time.end),
            "all_day": time.all_day,
            "cancelled": time.cancelled or event.status == EventStatus.CANCELLED,
            "place": time.place or event.place,
            "institution": {"id": event.institution_id, "name": event.institution.name},
            **{name: getattr(event, name) for name in shared},
        }


class EventFilter(Schema):
    """Which events are asked for."""

    since: date | None = Field(None, ge=date(2000, 1, 1), description="First day, else today")
    until: date | None = Field(None, le=date(2199, 12, 31), description="Last day")
    genre: Genre | None = None
    audience: Audience | None = None
    institution: int | None = Field(None, ge=1, le=2**62)
    q: str = Field("", max_length=100)


@router.get("/events/", response=Listing[EventOut])
def events(
    request: HttpRequest,
    window: WindowQuery,
    wanted: Query[EventFilter],
) -> dict[str, Any]:
    """Times of public events, soonest first."""
    choice = queries.Choice(
        genres=(wanted.genre,) if wanted.genre else (),
        audiences=(wanted.audience,) if wanted.audience else (),
        institutions=(wanted.institution,) if wanted.institution else (),
        words=wanted.q,
    )
    first = wanted.since or timezone.localdate()
    times = queries.public_times(choice)
    if wanted.until is not None:
        times = queries.between(times, first, max(first, wanted.until))
    found = cut(queries.told(queries.coming(times, first)), window)
    return found | {"items": [EventOut.of(time, request) for time in found["items"]]}


api.add_router("/culture", router)
