"""Verbs: messages that were set aside."""

from django.db.models import F, QuerySet
from django.db.models.functions import Now

from hardware_bridge.models import DeadLetter


def set_aside(*, topic: str, reason: str, detail: str, payload: bytes) -> None:
    """Keep a message that cannot be taken, with its reason; of one topic and reason the latest."""
    DeadLetter.objects.update_or_create(
        topic=topic[:400],
        reason=reason,
        defaults={
            "detail": detail[:200],
            "payload": payload[: DeadLetter.LONGEST_PAYLOAD],
            "received_at": Now(),
            "count": F("count") + 1,
        },
        create_defaults={"detail": detail[:200], "payload": payload[: DeadLetter.LONGEST_PAYLOAD]},
    )


def throw_away(*, letters: QuerySet[DeadLetter]) -> int:
    """Forget messages that were set aside; how many entries."""
    return letters.delete()[0]
