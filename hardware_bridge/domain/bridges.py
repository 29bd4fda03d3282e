"""Verbs: bridges and the broker's memory of them."""

from django.db import connection, transaction

from hardware_bridge.models import BridgeStatus

# "bridge" in ASCII: any number will do that no other lock of the database has.
NUMBERS_LOCK = 0x627269646765


def register(*, name: str) -> BridgeStatus:
    """The row of a bridge, with the smallest number that no other one has."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS_LOCK])
        known = BridgeStatus.objects.filter(name=name).first()
        if known is not None:
            return known
        taken = set(BridgeStatus.objects.values_list("number", flat=True))
        number = next(each for each in range(len(taken) + 1) if each not in taken)
        return BridgeStatus.objects.create(name=name, number=number)
