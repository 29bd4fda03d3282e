"""The texts an idea has had, as far as the public may read them.

What a moderator has corrected, somebody's telephone number for example, must not come back through
an older text: versions before the last correction are for the office alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from participation.ideas.models import Idea, IdeaVersion
from participation.ideas.models.choices import VersionKind
from participation.ideas.worddiff import SAME, Piece, compare


@dataclass(frozen=True)
class Change:
    """Two texts of an idea, compared."""

    title: tuple[Piece, ...]
    text: tuple[Piece, ...]


def shown_versions(idea: Idea) -> list[IdeaVersion]:
    """Versions from the last correction on, oldest first; all where there was none.

    One query, and none where the idea was read with its versions.
    """
    versions = sorted(idea.versions.all(), key=lambda version: (version.created_at, version.pk))
    corrections = [
        number for number, version in enumerate(versions) if version.kind == VersionKind.EDITORIAL
    ]
    return versions[corrections[-1] :] if corrections else versions


def corrections_of(ideas: Iterable[int]) -> dict[int, int]:
    """For each idea that was corrected the number of its last correction. One query."""
    found = IdeaVersion.objects.filter(idea__in=list(ideas), kind=VersionKind.EDITORIAL)
    return dict(found.order_by().values_list("idea").annotate(Max("pk")))


def change_between(
    before: IdeaVersion | None, after: IdeaVersion | None, floor: int = 0
) -> Change | None:
    """What changed from one version to another; None where one is missing or older than ``floor``,
    or where nothing changed."""
    if before is None or after is None or before.pk < floor or after.pk < floor:
        return None
    change = Change(compare(before.title, after.title), compare(before.text, after.text))
    same = all(piece.kind == SAME for piece in (*change.title, *change.text))
    return None if same else change
