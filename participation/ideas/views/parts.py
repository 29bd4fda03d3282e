"""What the evaluation adds to an idea's page: what was decided, and how it was evaluated."""

from typing import Any

from django.http import HttpRequest

from participation.ideas import queries
from participation.ideas.models import Idea
from participation.ideas.parts import idea_part
from participation.ideas.queries import afterwards


@idea_part("ideas/parts/decision.html", order=10)
def decision(idea: Idea, request: HttpRequest) -> dict[str, Any] | None:
    """The decision that holds, those before it, and what the idea became."""
    if not (idea.outcome and idea.decided):
        return None
    holds, *earlier = idea.decided
    return {"entry": holds, "earlier": earlier, "page": afterwards.result(idea, request).page}


@idea_part("ideas/parts/evaluation.html", order=40)
def evaluation(idea: Idea, request: HttpRequest) -> dict[str, Any] | None:
    """The evaluation, once it is published, with how far the assessors differ. Two queries."""
    sheet = queries.published_sheet_of(idea)
    return {"sheet": sheet} if sheet else None
