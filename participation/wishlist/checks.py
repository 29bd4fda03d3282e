"""Team conventions and faults of an installation that would only show when somebody donates."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections
from django.db.utils import DatabaseError


@register(Tags.database)
def wishes_need_a_payment_provider(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """wishlist.W001: published wishes look for money, and it cannot be taken."""
    missing = [
        name for name in ("STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRETS") if not getattr(settings, name)
    ]
    if not missing or "default" not in (databases or ()) or not _looks_for_money():
        return []
    return [
        Warning(
            f"Wishes look for money, but {' and '.join(missing)} is not set.",
            hint="See “Donations” in docs/operations.md.",
            id="wishlist.W001",
        )
    ]


def _looks_for_money() -> bool:
    from crowdfunding_lite.models import Campaign

    try:
        if Campaign._meta.db_table not in connections["default"].introspection.table_names():
            return False
        return Campaign.objects.open().exclude(goal_cents=None).exists()
    except DatabaseError:  # before the first migration, or in the middle of one
        return False
