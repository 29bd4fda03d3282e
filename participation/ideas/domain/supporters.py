"""What is left of supporters whose account is erased: that there was one, counted once."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import uuid4

from django.db import transaction

from cms.users.models import User
from participation.ideas.models import Idea, Support


def make_nameless(*, user: User) -> None:
    """Take the person out of their supports.

    Several in one family of merged ideas get a number in common, drawn by lot, since the family
    counts each person once, now and after a merge is taken back. It says nothing of who it was, and
    nothing links it to supports of other ideas.
    """
    with transaction.atomic():
        mine = Support.objects.filter(user=user)
        above = dict(
            Idea.objects.exclude(merged_into=None).values_list("pk", "merged_into").order_by()
        )
        families = defaultdict(list)
        for pk, idea in mine.values_list("pk", "idea"):
            families[_top(idea, above)].append(pk)
        for supports in families.values():
            if len(supports) > 1:
                mine.filter(pk__in=supports).update(nameless=uuid4())
        mine.update(user=None)


def _top(idea: int, above: Mapping[int, int | None]) -> int:
    """The idea that it was merged into in the end."""
    while higher := above.get(idea):
        idea = higher
    return idea
