"""The life-line and the family on an idea's page."""

from typing import Any

from django.http import HttpRequest

from participation.ideas.models import Idea
from participation.ideas.parts import idea_part
from participation.ideas.queries.lifeline import life_line


@idea_part("ideas/parts/family.html", order=10)
def merged_ideas(idea: Idea, request: HttpRequest) -> dict[str, Any] | None:
    """The ideas that were merged into it, each with its author and words; at any depth."""
    others = [number for number in idea.family if number != idea.pk]
    if not others:
        return None
    found = Idea.objects.filter(pk__in=others).select_related("author").order_by("created_at")
    return {"ideas": list(found)}


@idea_part("ideas/parts/lifeline.html", order=40)
def story(idea: Idea, request: HttpRequest) -> dict[str, Any] | None:
    """Everything that happened; nothing before the idea is public."""
    line = life_line(idea, request)
    return {"line": line} if line.promises else None
