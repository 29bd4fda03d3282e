"""Verbs: suggest parked ideas whose time may have come, and put a suggestion away."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from participation.ideas.models import ParkedMatch
from participation.ideas.queries import parked


@transaction.atomic
def suggest_parked(*, page: Page) -> int:
    """Keep the parked ideas that resemble a page for the deciders to look at; how many are new.

    A pair is suggested once, however often the page is published.
    """
    made = ParkedMatch.objects.bulk_create(
        (
            ParkedMatch(
                idea_id=found.idea, page=page, words=", ".join(found.words)[:300], score=found.score
            )
            for found in parked.resembling(page)
        ),
        ignore_conflicts=True,
    )
    return len(made)


def dismiss(*, match: ParkedMatch) -> None:
    """The idea and the page have nothing to do with each other."""
    match.handled_at = timezone.now()
    match.save(update_fields=["handled_at"])
