"""The journal: written with the change, read once by everybody."""

from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from cms.core.models import PageChange
from cms.core.page_cache import changes
from cms.core.page_cache.memory import EVERYTHING

pytestmark = pytest.mark.django_db


def look(since):
    with connection.cursor() as cursor:
        return changes.look(cursor, since)


def test_what_was_touched_is_found_by_whoever_asks_since_then():
    since = look(None).since
    changes.touch(["b", "a", "b"])
    assert list(look(since).rows.values()) == [["a", "b"]]


def test_a_new_process_finds_what_is_not_yet_settled_alone():
    changes.touch(["a"])
    PageChange.objects.create(transaction=1, tags=["long ago"], at=timezone.now())
    assert list(look(None).rows.values()) == [["a"]]


def test_the_same_tags_are_written_once_in_a_transaction():
    changes.touch(["a", "b"])
    changes.touch(["a"])
    changes.touch(["c"])
    assert sorted(PageChange.objects.values_list("tags", flat=True)) == [["a", "b"], ["c"]]


def test_nothing_is_written_for_nothing():
    changes.touch([])
    assert not PageChange.objects.exists()


def fail_after_a_touch():
    with transaction.atomic():
        changes.touch(["a"])
        raise RuntimeError


def test_a_change_that_is_rolled_back_touches_nothing():
    with pytest.raises(RuntimeError):
        fail_after_a_touch()
    changes.touch(["a"])
    assert PageChange.objects.count() == 1


def test_a_bundle_is_written_as_everything():
    with changes.bundled():
        changes.touch(["a"])
        changes.touch(["b"])
    assert PageChange.objects.get().tags == [EVERYTHING]


def test_rows_of_the_day_before_yesterday_are_cleared_away():
    PageChange.objects.create(transaction=1, tags=["old"], at=timezone.now() - timedelta(days=2))
    changes.touch(["new"])
    assert PageChange.objects.get().tags == ["new"]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_began_first_and_ends_last_is_not_overlooked():
    slow = connections["default"].copy()
    try:
        slow.set_autocommit(False)
        with slow.cursor() as cursor:
            cursor.execute(changes._TOUCH, {"tags": ["slow"], "channel": "none"})
        changes.touch(["quick"])
        first = look(look(None).since)
        since = first.since
        assert ["slow"] not in first.rows.values()
        slow.commit()
        assert ["slow"] in look(since).rows.values()
    finally:
        slow.close()
