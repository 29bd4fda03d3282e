"""Pages and event streams say the same of a device: the rule in SQL and the one in Python agree."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from hardware_bridge.presence import presence

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SILENCES = [timedelta(seconds=s) for s in (0, 59, 90, 91, 150, 7230, 7231, 86400, 86401, 432001)]
CASES = [
    (NOW - silence, is_online, interval)
    for silence in SILENCES
    for is_online in (True, False, None)
    for interval in (30, 60, 3600, 86400)
] + [(None, None, 60), (None, True, 60)]


@pytest.mark.django_db
def test_both_rules_say_the_same() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hardware_status(seen, online, seconds, %s) FROM"
            " unnest(%s::timestamptz[], %s::boolean[], %s::integer[]) AS t(seen, online, seconds)",
            [NOW, *(list(column) for column in zip(*CASES, strict=True))],
        )
        found = [row[0] for row in cursor.fetchall()]
    assert found == [presence(*case, NOW) for case in CASES]
    assert set(found) == {"online", "stale", "offline"}
