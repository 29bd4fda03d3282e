"""Whose drafts are whose."""

from typing import Any
from uuid import UUID

from django.core.validators import slug_re
from django.db.models import Q

from participation.ideas.models import Draft, HeldFile

KEY_LENGTH = Draft._meta.get_field("key").max_length


def is_key(key: str) -> bool:
    """Whether it looks like a key of ours; what does not, PostgreSQL need not see."""
    return len(key) == KEY_LENGTH and bool(slug_re.fullmatch(key))


def own_draft(*, key: str, user: Any) -> Draft | None:
    """The draft of a key, unless it belongs to another account; one query at most.

    The key is a secret, so a draft without an account is whoever's who knows it.
    """
    if not is_key(key):
        return None
    pk = user.pk if user is not None and user.is_authenticated else None
    whose = Q(user=None) if pk is None else Q(user=None) | Q(user=pk)
    return Draft.objects.open().filter(whose, key=key).first()


def held_files(*, key: Any, user: Any) -> list[HeldFile]:
    """The files kept for the form with the key, but none of another account. One query at most."""
    try:
        number = UUID(str(key))
    except ValueError:
        return []
    pk = user.pk if user is not None and user.is_authenticated else None
    whose = Q(user=None) if pk is None else Q(user=None) | Q(user=pk)
    found = HeldFile.objects.filter(whose, key=number)
    return list(found.select_related("image", "document"))


def drafts_of(user: Any) -> list[Draft]:
    """Somebody's drafts, last changed first."""
    return list(Draft.objects.open().filter(user=user)) if user.is_authenticated else []
