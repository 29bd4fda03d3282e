"""What the evaluation adds to an idea's page: what was decided, and how it was evaluated."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale

from participation.ideas import queries
from participation.ideas.models import Idea
from participation.ideas.parts import idea_part
from participation.ideas.queries import log


@idea_part("ideas/parts/decision.html", order=10)
def decision(idea: Idea, request: HttpRequest) -> dict[str, Any] | None:
    """The decision that holds, those before it, and what the idea became. Up to three queries."""
    found = list(log.entries().filter(idea=idea)) if idea.outcome else []
    if not found:
        return None
    log.became(found, Locale.objects.get(language_code=get_language() or settings.LANGUAGE_CODE))
    return {"entry": found[0], "earlier": found[1:]}


@idea_part("ideas/parts/evaluation.html", order=40)
def evaluation(idea: Idea, request: HttpRequest) -> dict[str, Any] | None:
    """The evaluation, once it is published, with how far the assessors differ. Two queries."""
    sheet = queries.published_sheet_of(idea)
    return {"sheet": sheet} if sheet else None
