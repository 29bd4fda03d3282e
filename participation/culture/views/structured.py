"""What an event tells search engines (https://schema.org/Event)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from wagtail.images.shortcuts import get_rendition_or_not_found

from cms.core import structured
from cms.core.models.pages import SHARED
from participation.culture.models import Event, Occurrence
from participation.culture.models.choices import EventStatus, Genre

KINDS = {
    Genre.MUSIC: "MusicEvent",
    Genre.THEATRE: "TheaterEvent",
    Genre.DANCE: "DanceEvent",
    Genre.EXHIBITION: "ExhibitionEvent",
    Genre.FILM: "ScreeningEvent",
    Genre.READING: "LiteraryEvent",
    Genre.FESTIVAL: "Festival",
    Genre.WORKSHOP: "EducationEvent",
    Genre.TALK: "EducationEvent",
}
SCHEDULED, CANCELLED = "https://schema.org/EventScheduled", "https://schema.org/EventCancelled"


@dataclass(frozen=True)
class EventThings:
    """An event with the times that are shown, one object each, for the template tag."""

    event: Event
    times: Sequence[Occurrence]
    request: HttpRequest

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        """Rule: https://developers.google.com/search/docs/appearance/structured-data/event"""
        return [self._one(each) for each in self.times]

    def _one(self, time: Occurrence) -> structured.Thing:
        event = self.event
        off = time.cancelled or event.status == EventStatus.CANCELLED
        return structured.filled(
            {
                "@type": KINDS.get(Genre(event.genre), "Event"),
                "name": time.title or event.title,
                "description": event.summary or event.description[:300],
                "url": self.request.build_absolute_uri(event.get_absolute_url()),
                "startDate": _written(time, time.start),
                "endDate": _written(time, time.end),
                "eventStatus": CANCELLED if off else SCHEDULED,
                "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
                "image": self._picture(),
                "location": self._place(time),
                "organizer": self._organizer(),
            }
        )

    def _place(self, time: Occurrence) -> structured.Thing:
        event = self.event
        pin = {"@type": "GeoCoordinates", "latitude": event.latitude, "longitude": event.longitude}
        address = event.address or event.institution.address
        return structured.filled(
            {
                "@type": "Place",
                "name": time.place or event.place or event.institution.name,
                "address": structured.postal_address(address),
                "geo": pin if event.latitude is not None else {},
            }
        )

    def _organizer(self) -> structured.Thing:
        institution = self.event.institution
        return {
            "@type": "Organization",
            "name": institution.name,
            "url": self.request.build_absolute_uri(institution.get_absolute_url()),
        }

    def _picture(self) -> list[str]:
        image = self.event.image
        if image is None:
            return []
        return [self.request.build_absolute_uri(get_rendition_or_not_found(image, SHARED).url)]


def _written(time: Occurrence, moment: datetime) -> str:
    """A time with the city's offset, or a day; whole days end on the day before their end."""
    local = timezone.localtime(moment)
    if not time.all_day:
        return local.isoformat()
    is_end = moment == time.end and time.end > time.start
    return (local - timedelta(seconds=is_end)).date().isoformat()
