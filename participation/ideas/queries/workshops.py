"""Reads about workshops."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.models import Locale

from cms.core.models.facts import with_facts
from participation.ideas.models import Attendance, Idea, WorkshopIdea, WorkshopPage
from participation.ideas.models.choices import State
from participation.ideas.models.ideas import COUNTS
from participation.ideas.queries.texts import Change, change_between, corrections_of

PUBLIC = (State.PUBLISHED, State.MERGED)
PAST = 12


@dataclass(frozen=True)
class Entry:
    """An idea on a table and what came of it."""

    row: WorkshopIdea
    idea: Idea
    change: Change | None


@dataclass(frozen=True)
class Crowd:
    """How many come or came, and as what."""

    number: int
    roles: list[tuple[str, int]]


def table(workshop: WorkshopPage) -> list[Entry]:
    """The public ideas on the table, each with its change. Two queries."""
    found = WorkshopIdea.objects.filter(workshop=workshop.facts.pk, idea__state__in=PUBLIC)
    found = found.select_related("idea", "before", "after")
    rows = list(found.defer(*(f"idea__{name}" for name in COUNTS)))
    floors = corrections_of(row.idea_id for row in rows)
    return [
        Entry(row, row.idea, change_between(row.before, row.after, floors.get(row.idea_id, 0)))
        for row in rows
    ]


def crowd(workshop: WorkshopPage) -> Crowd:
    """Who has signed up, or who came once that is written down. One query."""
    rows = Attendance.objects.filter(workshop=workshop.facts.pk).exclude(came=False)
    counted = rows.values("role").annotate(number=Count("pk")).order_by("-number", "role")
    roles = [(row["role"], row["number"]) for row in counted]
    return Crowd(sum(number for _role, number in roles), [pair for pair in roles if pair[0]])


def coming(locale: Locale) -> list[WorkshopPage]:
    """Workshops still to come, soonest first. At most two queries."""
    return with_facts(_workshops(locale).filter(_begins_later()).order_by("start"))


def past(locale: Locale, limit: int = PAST) -> list[WorkshopPage]:
    """The last workshops. At most two queries."""
    return with_facts(_workshops(locale).exclude(_begins_later()).order_by("-start")[:limit])


def _workshops(locale: Locale) -> QuerySet[WorkshopPage]:
    return WorkshopPage.objects.live().filter(locale=locale).defer_streamfields()


def _begins_later() -> Q:
    return Q(start__gt=timezone.now())


def attendance_of(workshop: WorkshopPage, user: Any) -> Attendance | None:
    """Whether somebody has signed up."""
    if not user.is_authenticated:
        return None
    return Attendance.objects.filter(workshop=workshop.facts.pk, user=user).first()
