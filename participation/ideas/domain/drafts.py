"""Verbs: keep what somebody is writing, and forget it after a time."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.users.models import User
from participation.ideas.domain import attachments
from participation.ideas.models import Draft
from participation.ideas.queries.drafts import held_files, is_key

KEPT_DAYS = 90
KEY_BYTES = 32
LONGEST = 12_000
FIELDS = (
    "title", "text", "name_shown", "alias", "would_help", "tags", "place", "address", "email",
    "held",
)  # fmt: skip


def new_key() -> str:
    """The key of a form that nothing has been saved of yet."""
    return secrets.token_urlsafe(KEY_BYTES)


def save_draft(*, data: Mapping[str, Any], user: User | None, key: str = "") -> Draft | None:
    """Keep what a form holds; None where the draft has been sent or thrown away meanwhile.

    A key that is somebody else's, or none, makes a new draft. Values are kept as they were typed;
    only the form that is sent decides whether they are right.
    """
    typed = {name: str(data.get(name) or "").replace("\x00", "") for name in FIELDS}
    kept = {name: value[:LONGEST] for name, value in typed.items() if value}
    with transaction.atomic():
        draft = _locked(key, user) or _locked(new_key(), user)
        if draft is None or draft.spent_at:
            return None
        draft.user = draft.user or user
        draft.data = kept
        draft.save()
    return draft


def _locked(key: str, user: User | None) -> Draft | None:
    """The row of the key, made where there is none; None where it is not the user's."""
    if not is_key(key):
        return None
    rows = Draft.objects.select_for_update(of=("self",))
    draft, _is_new = rows.get_or_create(key=key, defaults={"user": user})
    return draft if draft.user_id in (None, user.pk if user else None) else None


def spend_draft(*, key: str, user: User | None) -> None:
    """Forget what was typed, since it was sent. Whatever is saved with the key later is refused."""
    with transaction.atomic():
        draft = _locked(key, user)
        if draft is not None:
            draft.user, draft.data, draft.spent_at = None, {}, timezone.now()
            draft.save()


def discard_draft(*, draft: Draft) -> None:
    """Forget a draft, and the files that were kept for it."""
    attachments.drop(held=held_files(key=draft.data.get("held"), user=draft.user))
    spend_draft(key=draft.key, user=draft.user)


def forget_old_drafts() -> int:
    """Delete drafts nobody has gone on with for a long time; their number."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    deleted, _per_model = Draft.objects.filter(updated_at__lt=limit).delete()
    return deleted
