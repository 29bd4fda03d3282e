"""Ideas as open data, without anything personal."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from cms.core.api import Listing, WindowQuery, api, cut
from participation.ideas.forms.lists import LONGEST_QUERY
from participation.ideas.models import Idea
from participation.ideas.models.choices import Outcome, Stage
from participation.ideas.queries import lists

router = Router(tags=["ideas"])


class IdeaOut(Schema):
    """A public idea; ``url`` is its page."""

    id: int
    title: str
    url: str
    language: str
    tags: list[str]
    place: str | None
    stage: Stage
    stage_since: datetime
    promised_until: date | None = Field(alias="due_on")
    outcome: Outcome | None
    supports: int = Field(alias="supports_count")
    comments: int = Field(alias="comments_count")
    published_at: datetime

    @staticmethod
    def resolve_url(idea: Idea, context: Any) -> str:
        """With the host that was asked."""
        return str(context["request"].build_absolute_uri(idea.get_absolute_url()))

    @staticmethod
    def resolve_place(idea: Idea) -> str | None:
        """The name."""
        return idea.place.name if idea.place else None

    @staticmethod
    def resolve_outcome(idea: Idea) -> str | None:
        """None before a decision."""
        return idea.outcome or None


class IdeaStep(Schema):
    """An entry into a stage."""

    stage: Stage
    outcome: Outcome | None
    entered_at: datetime
    promised_until: date | None

    @staticmethod
    def resolve_outcome(step: Any) -> str | None:
        """None before a decision."""
        return step.outcome or None


class IdeaDetail(IdeaOut):
    """A public idea with its words and its way so far."""

    text: str
    steps: list[IdeaStep]


@router.get("/", response=Listing[IdeaOut])
def ideas(
    request: HttpRequest,
    window: WindowQuery,
    stage: Stage | None = None,
    outcome: Outcome | None = None,
    tag: str = Query("", max_length=40),
    place: str = Query("", max_length=80, description="Name of a place as lists have it in links"),
    group: str = Query("", max_length=255, description="The same of a working group"),
    q: str = Query("", max_length=LONGEST_QUERY, description="Words, searched for as in the list"),
    sort: lists.Order = lists.Order.NEWEST,
) -> dict[str, Any]:
    """Public ideas in the order asked for, newest first."""
    chosen = {"stage": stage or "", "outcome": outcome or "", "tag": tag, "q": q}
    chosen |= {"place": place, "group": group, "sort": sort}
    return cut(lists.ideas(chosen, settings.LANGUAGE_CODE).select_related("place"), window)


@router.get("/{int:number}/", response=IdeaDetail)
def idea(request: HttpRequest, number: int) -> Idea:
    """One public idea; 404 for any other."""
    found = Idea.objects.public().select_related("place").prefetch_related("steps")
    return get_object_or_404(found, pk=number)


api.add_router("/ideas", router)
