"""Pages around the programme."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from cms.pages import models
from tests.factories.programme import PageFactory


class HomeFactory(PageFactory):
    """A home page."""

    title = "Ideenraum der Zukunft"
    slug = "start"

    class Meta:
        model = models.HomePage


class ContentFactory(PageFactory):
    """A page of text."""

    class Meta:
        model = models.ContentPage


class NewsFactory(PageFactory):
    """A piece of news."""

    title = factory.Sequence(lambda number: f"Nachricht {number}")
    date = date(2026, 3, 1)

    class Meta:
        model = models.NewsPage


class EventFactory(PageFactory):
    """An event of two hours, next week."""

    title = factory.Sequence(lambda number: f"Termin {number}")
    start = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    end = factory.LazyAttribute(lambda own: own.start + timedelta(hours=2))
    place_name = "Rathaus"

    class Meta:
        model = models.EventPage


class EnquiryPageFactory(PageFactory):
    """A page with a form."""

    title = "Kontakt"
    kind = "contact"
    thanks = "<p>Danke, wir melden uns.</p>"

    class Meta:
        model = models.EnquiryPage


def at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)
