"""The catalogue: public courses and their runs to come, filtered, searched, in order."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models import SearchEntry
from cms.core.search.queries import asked_for
from participation.courses import digcomp
from participation.courses.models import Course, CourseText, PriceCategory, Run, Session
from participation.courses.models.choices import PriceKind
from participation.courses.models.runs import SHOWN, RunQuerySet
from participation.courses.queries.words import with_words

RUNS_ON_A_CARD = 3
NEEDS = ("wheelchair", "hearing_loop", "sign_language", "child_care")
"""Fields of a run that say who can take part."""


class Seats(models.TextChoices):
    """Runs by whether somebody who books now comes in."""

    FREE = "free", _("with free seats")
    OPEN = "open", _("open for booking, also for the waiting list")


class Fee(models.TextChoices):
    """Runs by what they cost."""

    FREE = "free", _("free of charge")
    REDUCED = "reduced", _("with a reduced price")
    LOW = "low", _("up to 25 euros")


LOW_CENTS = 2500


class Weekday(models.IntegerChoices):
    """Days of the week as ISO 8601 counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


OF_RUNS = frozenset(
    {"since", "until", "weekday", "mode", "place", "seats", "fee", "spoken", *NEEDS}
)
"""Filters that only a run can pass, so that a course without dates does not."""


def courses(chosen: Mapping[str, Any], language: str) -> QuerySet[Any]:
    """Public courses that match, the next to begin first, those without dates at the end.

    Each has ``next_start`` and, in ``next_runs``, its first runs to come that match.
    """
    runs = matching_runs(chosen)
    found = matching(chosen, language)
    if OF_RUNS & chosen.keys():
        found = found.filter(Exists(runs.filter(course=OuterRef("pk"))))
    first = runs.filter(course=OuterRef("pk")).order_by("starts_at").values("starts_at")[:1]
    found = found.annotate(next_start=Subquery(first))
    return with_card(found, runs, language).order_by(
        F("next_start").asc(nulls_last=True), "title", "pk"
    )


def with_card(found: QuerySet[Any], runs: RunQuerySet, language: str) -> QuerySet[Any]:
    """With what a card shows: words, picture, and the first of the runs. Four queries."""
    shown = runs.select_related("place").prefetch_related("prices").order_by("starts_at", "pk")
    found = found.select_related("provider", "picture").prefetch_related("picture__renditions")
    return with_words(found, language).prefetch_related(
        Prefetch("runs", shown[:RUNS_ON_A_CARD], to_attr="next_runs")
    )


def matching(chosen: Mapping[str, Any], language: str) -> QuerySet[Course]:
    """Public courses by what is true of all their runs, in no order."""
    found = Course.objects.public()
    for name in ("topic", "kind"):
        if value := chosen.get(name):
            found = found.filter(**{name: value})
    if provider := chosen.get("provider"):
        found = found.filter(provider=int(provider))
    if level := chosen.get("level"):
        found = found.filter(level_from__lte=int(level), level_to__gte=int(level))
    if area := chosen.get("area"):
        codes = [code for code, each in digcomp.COMPETENCES.items() if each.area == area]
        found = found.filter(competences__overlap=codes)
    if competence := chosen.get("competence"):
        found = found.filter(competences__contains=[competence])
    if (query := chosen.get("q")) and (asked := asked_for(query, language)):
        found = found.filter(_said(asked))
    return found


def _said(asked: Any) -> Q:
    """Courses that say the words, in their own language or another one."""
    entries = SearchEntry.objects.filter(vector=asked)
    own = entries.filter(source="course").values(number=Cast("object_id", BigIntegerField()))
    other = entries.filter(source="course-text").values(number=Cast("object_id", BigIntegerField()))
    texts = CourseText.objects.filter(pk__in=other).values("course")
    return Q(pk__in=own) | Q(pk__in=texts)


def matching_runs(chosen: Mapping[str, Any], now: datetime | None = None) -> RunQuerySet:
    """Runs one can still come to, by what is true of one run. Whether its course is public is not
    asked here."""
    now = now or timezone.now()
    found = Run.objects.filter(
        Q(starts_at__gt=now) | Q(books_until__gt=now), state__in=SHOWN, ends_at__gt=now
    )
    found = _by_time(found, chosen)
    for name in ("mode", "spoken"):
        if value := chosen.get(name):
            found = found.filter(**{name: value})
    if place := chosen.get("place"):
        found = found.filter(place__slug=place)
    for name in NEEDS:
        if chosen.get(name):
            found = found.filter(**{name: True})
    return _by_seats(_by_fee(found, chosen.get("fee", "")), chosen.get("seats", ""), now)


def _by_time(found: RunQuerySet, chosen: Mapping[str, Any]) -> RunQuerySet:
    """Runs with a date in the span, and on the weekday, of the city's clock."""
    span: dict[str, Any] = {}
    if since := chosen.get("since"):
        span["starts_at__gte"] = timezone.make_aware(datetime.combine(since, time.min))
    if until := chosen.get("until"):
        span["starts_at__lte"] = timezone.make_aware(datetime.combine(until, time.max))
    if weekday := chosen.get("weekday"):
        span["starts_at__iso_week_day"] = int(weekday)
    if not span:
        return found
    sessions = Session.objects.filter(run=OuterRef("pk"), cancelled_at=None, **span)
    return found.filter(Exists(sessions))


def _by_fee(found: RunQuerySet, fee: str) -> RunQuerySet:
    prices = PriceCategory.objects.filter(run=OuterRef("pk"))
    if fee == Fee.FREE:
        return found.exclude(Exists(prices.filter(cents__gt=0)))
    if fee == Fee.LOW:
        return found.exclude(Exists(prices.filter(kind=PriceKind.NORMAL, cents__gt=LOW_CENTS)))
    if fee == Fee.REDUCED:
        return found.filter(Exists(prices.filter(kind=PriceKind.REDUCED)))
    return found


def _by_seats(found: RunQuerySet, seats: str, now: datetime) -> RunQuerySet:
    if not seats:
        return found
    found = found.filter(books_from__lte=now, books_until__gt=now)
    return found.with_free_seats() if seats == Seats.FREE else found


def few(wanted: int, language: str) -> list[Course]:
    """The courses that begin next, for teasers."""
    found = courses({}, language).filter(next_start__isnull=False)
    return list(found[:wanted])


def languages_spoken() -> list[str]:
    """In which languages runs to come are held. One query."""
    found = Run.objects.upcoming().order_by("spoken").values_list("spoken", flat=True)
    return list(found.distinct())
