"""Resources: asked for, agreed on, and never lent twice at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from participation.culture.domain import bookings
from participation.culture.domain.bookings import TakenError
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Booking, BookingSlot, HandoverNote
from participation.culture.models.choices import BookingState
from participation.culture.times import BERLIN, Span, is_within, weekly
from tests.factories.culture import (
    BookingFactory,
    CultureInstitutionFactory,
    ResourceFactory,
    owner_of,
    span,
)
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(stage):
    return ResourceFactory(institution=stage, title="Studiobühne")


def form(at, **more):
    local = at.start.astimezone(BERLIN), at.end.astimezone(BERLIN)
    start, end = (f"{moment:%Y-%m-%dT%H:%M}" for moment in local)
    return {"start": start, "end": end, "purpose": "Probe", "every": "0"} | more


def test_a_request_is_accepted_and_holds_its_time(client, room, choir, sign_in_as):
    sign_in_as(owner_of(choir))
    client.post(f"/konto/kultur/ressourcen/{room.pk}/anfragen/", form(span()))
    booking = Booking.objects.get()
    assert booking.state == BookingState.REQUESTED
    assert not booking.slots.filter(held=True).exists()
    assert "Studiobühne" in delivered()[-1].subject

    sign_in_as(owner_of(room.institution))
    client.post(booking.get_absolute_url(), {"accept": "1", "answer": "Gern."})

    booking.refresh_from_db()
    assert booking.state == BookingState.ACCEPTED
    assert booking.slots.filter(held=True).count() == 1
    assert "Gern." in delivered()[-1].body


def test_the_second_request_for_a_time_cannot_be_accepted(room):
    first = BookingFactory(resource=room)
    second = BookingFactory(resource=room)
    bookings.accept(booking=first, by=owner_of(room.institution))

    with pytest.raises(TakenError):
        bookings.accept(booking=second, by=owner_of(room.institution))

    second.refresh_from_db()
    assert second.state == BookingState.REQUESTED


def test_the_database_itself_refuses_an_overlap(room):
    held = BookingFactory(resource=room, accepted=True)
    other = BookingFactory(resource=ResourceFactory(institution=room.institution))
    at = held.slots.get()
    with pytest.raises(IntegrityError, match="no_two_bookings_at_once"), transaction.atomic():
        BookingSlot.objects.create(
            booking=other,
            resource=room,
            start=at.start + timedelta(minutes=30),
            end=at.end + timedelta(hours=3),
            held=True,
        )


def test_one_booking_may_begin_when_another_ends(room):
    first, after = span(hour=10), span(hour=12)
    BookingFactory(resource=room, accepted=True, spans=[first])
    assert BookingFactory(resource=room, accepted=True, spans=[after]).slots.get().held


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_the_same_moment_lend_once(site):
    room = ResourceFactory()
    waiting = [BookingFactory(resource=room), BookingFactory(resource=room)]
    lender = owner_of(room.institution)

    def accept(booking):
        try:
            bookings.accept(booking=booking, by=lender)
        except TakenError:
            return "taken"
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(accept, waiting))

    assert results == ["accepted", "taken"]
    assert BookingSlot.objects.filter(held=True).count() == 1


def test_what_was_cancelled_is_free_again_and_the_other_side_is_told(room, choir):
    booking = BookingFactory(resource=room, institution=choir, accepted=True)
    delivered()
    lender = room.institution
    bookings.cancel(booking=booking, by=owner_of(lender), side=lender, answer="Wasserschaden.")

    assert "Wasserschaden." in delivered()[-1].body
    assert BookingFactory(resource=room, accepted=True).slots.get().held


def test_a_series_holds_all_of_its_times_or_none(room):
    taken = span(days=14)
    BookingFactory(resource=room, accepted=True, spans=[taken])
    later = timedelta(days=7)
    series = [Span(taken.start + later * n, taken.end + later * n) for n in (-1, 1)]
    spoilt = [*series, Span(taken.start, taken.end)]
    choir = CultureInstitutionFactory()
    with pytest.raises(TakenError):
        BookingFactory(resource=room, institution=choir, spans=spoilt)

    assert (
        BookingFactory(resource=room, accepted=True, spans=series).slots.filter(held=True).count()
        == 2
    )


def test_a_series_keeps_its_time_of_day_when_the_clocks_change():
    first = Span(
        datetime(2026, 10, 20, 18, tzinfo=BERLIN), datetime(2026, 10, 20, 20, tzinfo=BERLIN)
    )
    spans = weekly(first, weeks=1, until=date(2026, 11, 3))

    assert [each.start.astimezone(UTC).hour for each in spans] == [16, 17, 17]
    assert {each.start.astimezone(BERLIN).hour for each in spans} == {18}


@given(
    day=st.dates(date(2026, 1, 1), date(2027, 12, 1)),
    clock=st.times(),
    hours=st.integers(1, 72),
    weeks=st.sampled_from([1, 2, 4]),
    days=st.integers(0, 366),
)
def test_times_of_a_series_never_overlap_unless_one_is_longer_than_the_step(
    day, clock, hours, weeks, days
):
    begin = datetime.combine(day, clock, BERLIN)
    first = Span(begin, begin + timedelta(hours=hours))
    spans = weekly(first, weeks=weeks, until=day + timedelta(days=days))

    assert spans[0].start == first.start
    assert not any(one.overlaps(other) for one, other in pairwise(spans))
    assert all(each.start.astimezone(BERLIN).weekday() == begin.weekday() for each in spans)


@pytest.mark.parametrize(
    ("day", "start", "end", "fits"),
    [
        (4, time(9), time(22), True),
        (4, time(8, 59), time(10), False),
        (4, time(21), time(22, 1), False),
        (6, time(10), time(11), False),
    ],
)
def test_times_fit_into_the_hours_of_their_weekday(day, start, end, fits):
    monday = date(2026, 5, 4)
    on = monday + timedelta(days=day - 4)
    at = Span(datetime.combine(on, start, BERLIN), datetime.combine(on, end, BERLIN))
    assert is_within(at, [(0, time(9), time(22))]) is fits


def test_partners_keep_to_the_hours_and_the_owner_need_not(stage, choir):
    room = ResourceFactory(institution=stage, hours=[(day, time(9), time(12)) for day in range(7)])
    with pytest.raises(NotAllowedError):
        BookingFactory(resource=room, institution=choir)

    own = BookingFactory(resource=room, institution=stage)
    assert own.state == BookingState.ACCEPTED


def test_the_same_key_again_is_the_same_request(room, choir):
    key = uuid4()
    words = {"resource": room, "institution": choir, "purpose": "Probe", "by": owner_of(choir)}
    made = {bookings.request(key=key, spans=[span()], **words).pk for _time in range(2)}
    assert len(made) == 1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"end": "2026-05-20T17:00"}, "end"),
        ({"start": "gestern"}, "start"),
        ({"start": "2020-01-01T10:00", "end": "2020-01-01T11:00"}, "start"),
        ({"end": "2026-08-20T20:00"}, "end"),
        ({"every": "1"}, "until"),
        ({"every": "1", "until": "2036-01-01"}, "until"),
        ({"every": "9"}, "every"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "x" * 201}, "purpose"),
        ({"start": "2027-03-28T02:30", "end": "2027-03-28T05:00"}, "start"),
    ],
)
def test_wrong_times_get_a_message_next_to_their_field(
    client, room, choir, sign_in_as, time_machine, fields, where
):
    time_machine.move_to("2026-05-04T10:00:00+00:00")
    sign_in_as(owner_of(choir))
    good = {"start": "2026-05-20T18:00", "end": "2026-05-20T20:00", "purpose": "Probe", "every": 0}
    answer = client.post(f"/konto/kultur/ressourcen/{room.pk}/anfragen/", good | fields)

    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    assert not Booking.objects.exists()


def test_a_taken_time_is_said_next_to_the_field(client, room, choir, sign_in_as):
    BookingFactory(resource=room, accepted=True)
    sign_in_as(owner_of(choir))
    answer = client.post(f"/konto/kultur/ressourcen/{room.pk}/anfragen/", form(span()))

    assert answer.status_code == 409
    assert "start" in answer.context["form"].errors


def test_declining_needs_a_sentence(client, room, sign_in_as):
    booking = BookingFactory(resource=room)
    sign_in_as(owner_of(room.institution))
    assert client.post(booking.get_absolute_url(), {"decline": "1"}).status_code == 422
    client.post(booking.get_absolute_url(), {"decline": "1", "answer": "Wir bauen um."})

    booking.refresh_from_db()
    assert (booking.state, booking.answer) == (BookingState.DECLINED, "Wir bauen um.")


def test_notes_at_handover_are_read_by_both_and_changed_by_nobody(client, room, choir, sign_in_as):
    booking = BookingFactory(resource=room, institution=choir, accepted=True)
    sign_in_as(owner_of(choir))
    sent = {"note": "1", "kind": "out", "text": "Alle Stühle da."}
    client.post(booking.get_absolute_url(), sent)
    sign_in_as(owner_of(room.institution))

    assert "Alle Stühle da." in client.get(booking.get_absolute_url()).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoverNote.objects.update(text="Nichts war da.")


def test_a_resources_calendar_ends_when_its_address_is_renewed(client, room, sign_in_as):
    BookingFactory(resource=room, accepted=True)
    old = f"/kultur/ressourcen/{room.feed_key}.ics"
    assert b"SUMMARY:Studiob" in client.get(old).content
    sign_in_as(owner_of(room.institution))
    client.post(f"/konto/kultur/ressourcen/{room.pk}/bearbeiten/", {"renew": "1"})

    assert client.get(old).status_code == 404
    room.refresh_from_db()
    assert client.get(f"/kultur/ressourcen/{room.feed_key}.ics").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_of_resources_and_bookings_cost_the_same(
    client, stage, choir, sign_in_as, assert_query_count, rows
):
    for number in range(rows):
        room = ResourceFactory(institution=stage)
        BookingFactory(resource=room, institution=choir, spans=[span(days=2 + number)])
    sign_in_as(owner_of(choir))
    client.get("/konto/kultur/ressourcen/")
    with assert_query_count(QUERIES_OF_RESOURCES):
        client.get("/konto/kultur/ressourcen/")
    with assert_query_count(QUERIES_OF_BOOKINGS):
        client.get("/konto/kultur/buchungen/")


QUERIES_OF_RESOURCES, QUERIES_OF_BOOKINGS = 10, 9
