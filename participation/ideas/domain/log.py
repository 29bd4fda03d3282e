"""Verb: write an entry of the decision log."""

import json
from datetime import UTC, date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cms.users.models import User
from participation.ideas.models import FIRST_HASH, Decision, Idea, chained

# "ideas" in ASCII: any number will do that no other lock of the database has.
LOG_LOCK = 0x6964656173


def record(
    *,
    idea: Idea,
    outcome: str,
    reasons: str,
    decided_by: str,
    decided_on: date,
    by: User | None,
    **more: Any,
) -> Decision:
    """Append an entry in the current transaction, which holds the end of the log until it ends.

    So two entries never get one number, and a number is never left out. ``more`` goes into the
    published line and must not hold anything about a person.
    """
    assert transaction.get_connection().in_atomic_block  # noqa: S101 – the lock ends with it
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOG_LOCK])
    last = Decision.objects.order_by("-number").only("number", "hash").first()
    number = last.number + 1 if last else 1
    previous = last.hash if last else FIRST_HASH
    now = timezone.now()
    line = json.dumps(
        {
            "number": number,
            "idea": idea.pk,
            "title": idea.title,
            "outcome": outcome,
            "reasons": reasons,
            "decided_by": decided_by,
            "decided_on": decided_on.isoformat(),
            "recorded_at": now.astimezone(UTC).isoformat(timespec="seconds"),
            **more,
        },
        ensure_ascii=False,
    )
    return Decision.objects.create(
        number=number,
        idea=idea,
        outcome=outcome,
        reasons=reasons,
        decided_by=decided_by,
        decided_on=decided_on,
        recorded_at=now,
        recorded_by=by,
        line=line,
        previous_hash=previous,
        hash=chained(previous, line),
    )
