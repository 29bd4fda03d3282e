"""Reads of facilitators: which ideas can be worked on."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from participation.ideas.models import Idea, WorkshopIdea, WorkshopPage
from participation.ideas.models.choices import Stage, State
from participation.ideas.models.ideas import OPEN_STAGES

FOUND = 50


@dataclass(frozen=True)
class Wanted:
    """What a facilitator looks for: words or a number, a stage."""

    words: str = ""
    stage: str = ""


def open_ideas(wanted: Wanted) -> QuerySet[Idea]:
    """Public undecided ideas, the longest waiting first."""
    found = Idea.objects.public().filter(stage__in=OPEN_STAGES)
    if wanted.stage:
        found = found.filter(stage=wanted.stage)
    for word in wanted.words.replace("\x00", "").split()[:6]:
        number = Q(pk=int(word)) if word.isdecimal() and len(word) < 10 else Q()
        found = found.filter(Q(title__icontains=word) | Q(text__icontains=word) | number)
    return found.select_related("working_group").order_by("stage_since", "pk")


def merged_ideas(wanted: Wanted) -> QuerySet[Idea]:
    """Merged ideas, which can be taken apart again; the last first."""
    found = Idea.objects.filter(state=State.MERGED).select_related("merged_into")
    for word in wanted.words.replace("\x00", "").split()[:6]:
        found = found.filter(Q(title__icontains=word) | Q(merged_into__title__icontains=word))
    return found.order_by("-pk")


def workshops() -> QuerySet[WorkshopPage]:
    """Workshops in the language of facts, the newest first, with their numbers."""
    found = WorkshopPage.objects.filter(live=True, locale__language_code=settings.LANGUAGE_CODE)
    return found.annotate(
        ideas_count=Count("table", distinct=True),
        open_count=Count("table", filter=Q(table__result=""), distinct=True),
        people_count=Count("attendance", distinct=True),
    ).order_by("-start")


def without_workshop() -> int:
    """How many ideas are to be talked about in a workshop and lie on no table. One query."""
    return Idea.objects.public().filter(stage=Stage.WORKSHOP, workshops=None).count()


def without_result() -> int:
    """Of how many ideas on the tables of past workshops nobody has noted the result. One query."""
    past = WorkshopIdea.objects.filter(workshop__live=True, workshop__start__lt=timezone.now())
    return past.filter(result="", idea__state=State.PUBLISHED).count()
