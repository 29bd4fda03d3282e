"""Verbs: keep what somebody is writing, and forget it after a time."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cms.users.models import User
from participation.ideas.domain import attachments
from participation.ideas.models import Draft
from participation.ideas.queries.drafts import held_files, own_draft

KEPT_DAYS = 90
LONGEST = 12_000
FIELDS = (
    "title", "text", "name_shown", "alias", "would_help", "tags", "place", "address", "email",
    "held",
)  # fmt: skip


def save_draft(*, data: Mapping[str, Any], user: User | None, key: str = "") -> Draft:
    """Keep what a form holds. A key that is somebody else's, or gone, makes a new draft.

    Values are kept as they were typed; only the form that is sent decides whether they are right.
    """
    typed = {name: str(data.get(name) or "").replace("\x00", "") for name in FIELDS}
    kept = {name: value[:LONGEST] for name, value in typed.items() if value}
    draft = own_draft(key=key, user=user)
    if draft is None:
        draft = Draft(key=secrets.token_urlsafe(32))
    draft.user = draft.user or user
    draft.data = kept
    draft.save()
    return draft


def discard_draft(*, draft: Draft) -> None:
    """Forget a draft, and the files that were kept for it."""
    attachments.drop(held=held_files(key=draft.data.get("held"), user=draft.user))
    draft.delete()


def forget_old_drafts() -> int:
    """Delete drafts nobody has gone on with for a long time; their number."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    deleted, _per_model = Draft.objects.filter(updated_at__lt=limit).delete()
    return deleted
