"""What was decided on an idea and how it was evaluated, each put into its page by one line."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Locale

from participation.ideas import queries
from participation.ideas.models import Idea
from participation.ideas.queries import log

register = template.Library()


@register.inclusion_tag("ideas/parts/decision.html")
def idea_decision(idea: Idea) -> dict[str, Any]:
    """The decision that holds, those before it, and what the idea became. Up to three queries."""
    if not idea.outcome:
        return {}
    found = list(log.entries().filter(idea=idea))
    log.became(found, Locale.objects.get(language_code=get_language() or settings.LANGUAGE_CODE))
    return {"entry": found[0] if found else None, "earlier": found[1:]}


@register.inclusion_tag("ideas/parts/evaluation.html")
def idea_evaluation(idea: Idea) -> dict[str, Any]:
    """The evaluation as far as it is published, with how far assessors differ. Two queries."""
    return {"sheet": queries.published_sheet_of(idea)}


@register.inclusion_tag("ideas/parts/evaluation.html")
def sheet_in_the_office(sheet: queries.EvaluationSheet) -> dict[str, Any]:
    """The same for the office, with names, before it is published. No query."""
    return {"sheet": sheet, "office": True}
