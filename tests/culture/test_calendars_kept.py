"""What a calendar brings is kept with care: nothing far away, nothing gone by mistake; races."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time
from time import sleep
from uuid import uuid4

import pytest
from django.db import connection, transaction

from participation.culture.domain import feeds, institutions
from participation.culture.models import (
    Answer,
    BookingSlot,
    Collision,
    Confirmation,
    Event,
    FeedProblem,
    GroupDate,
    GroupMessage,
    GroupPart,
    HandoverNote,
    Institution,
    InstitutionStep,
    Interest,
    Invitation,
    Occurrence,
    OpenHours,
    PrivateFeed,
    ResourcePicture,
)
from tests.culture.reading import calendar
from tests.culture.test_calendars_in import vevent
from tests.factories.culture_events import feed, institution, moment
from tests.factories.files import ImageFactory

pytestmark = pytest.mark.django_db


def test_an_event_past_the_days_that_are_kept_is_not_stored():
    source = feed(institution(), "", kind="upload")
    feeds.upload(feed=source, data=calendar(vevent("far", moment(900)), vevent("near")))
    assert list(Event.objects.values_list("uid", flat=True)) == ["near"]


def test_nothing_is_gone_while_an_event_cannot_even_be_told_by_its_name():
    source = feed(institution(), "", kind="upload")
    feeds.upload(feed=source, data=calendar(vevent("a"), vevent("b")))
    nameless = "BEGIN:VEVENT\nSUMMARY:Wer bin ich?\nDTSTART:bald\nEND:VEVENT"
    feeds.upload(feed=source, data=calendar(vevent("a"), nameless))
    assert source.problems.get().title == "Wer bin ich?"
    assert Event.objects.filter(gone_at=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_application_that_is_confirmed_at_the_last_moment_stays(site, time_machine):
    """The job has chosen it already and waits for its row while the button is pressed."""
    time_machine.move_to("2026-05-04T10:00:00+00:00")
    made = institutions.apply(
        key=uuid4(),
        language="de",
        email="neu@example.org",
        words={"name": "Spät", "kind": "club", "contact_email": "neu@example.org"},
    )
    key = Confirmation.objects.get().key

    def expire() -> int:
        try:
            return institutions.expire_unconfirmed()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            institutions.confirm(key=key)
            time_machine.shift(60 * 60 * 100)
            late = pool.submit(expire)
            sleep(1)
            assert not late.done()
        assert late.result(timeout=30) == 0
    made.refresh_from_db()
    assert made.state == "applied"


def test_rows_name_themselves_by_number_and_never_by_what_is_private():
    """As they stand in logs and in questions before something is deleted."""
    at = moment(1, 20)
    names = [
        (GroupDate(title="Treffen"), "Treffen"),
        (OpenHours(weekday=0, opens=time(9), closes=time(12)), "0: 09:00–12:00"),
        (Answer(post_id=1, institution_id=2, text="Geheim"), "1: 2"),
        (Interest(user_id=3, frequency="daily"), "3: daily"),
        (PrivateFeed(name="Nur Chor"), "Nur Chor"),
        (Collision(event_id=4, other_id=5), "4 – 5"),
        (Occurrence(event_id=6, start=at), f"6: {at:%Y-%m-%d %H:%M}"),
        (FeedProblem(uid="a", reason="Kein Beginn."), "a: Kein Beginn."),
        (GroupPart(group_id=7, institution_id=8), "7: 8"),
        (GroupMessage(text="Hallo " * 20), ("Hallo " * 20)[:60]),
        (InstitutionStep(institution_id=9, state="verified"), "9: Geprüft"),
        (Invitation(institution_id=1, email="a@example.org", key="geheim"), "1: a@example.org"),
        (Confirmation(institution_id=1, email="a@example.org", key="geheim"), "1: a@example.org"),
        (BookingSlot(booking_id=2, start=at), f"2: {at:%Y-%m-%d %H:%M}"),
        (HandoverNote(booking_id=3, kind="out"), "3: Übergeben"),
        (ResourcePicture(image=ImageFactory(title="Saal")), "Saal"),
        (Institution(name="Bühne"), "Bühne"),
    ]
    assert [str(row) for row, _name in names] == [name for _row, name in names]
