"""One booking on its page: who presses what in which state, and what is refused."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from participation.culture.domain import bookings
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models.choices import Role
from participation.culture.times import Span
from tests.factories.culture import (
    BookingFactory,
    CultureInstitutionFactory,
    MemberFactory,
    ResourceFactory,
    owner_of,
    span,
)
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(stage):
    """The stage's."""
    return ResourceFactory(institution=stage, title="Studiobühne")


@pytest.fixture
def asked(room, choir):
    """A request of the choir."""
    return BookingFactory(resource=room, institution=choir)


def press(client, booking, button: str, **more):
    """The page after a press, as far as it leads."""
    return client.post(booking.get_absolute_url(), {button: "1"} | more, follow=True)


def state(booking) -> str:
    """As the database has it."""
    booking.refresh_from_db()
    return booking.state


def test_a_request_is_withdrawn_and_the_lender_is_told(client, asked, stage, choir, sign_in_as):
    sign_in_as(owner_of(choir))
    delivered()
    page = press(client, asked, "withdraw").content.decode()
    assert "Ihre Anfrage ist zurückgezogen." in page
    assert state(asked) == "withdrawn"
    assert [mail.to for mail in delivered()] == [[owner_of(stage).email]]


@pytest.mark.parametrize("side", ["stage", "choir"])
def test_either_side_cancels_and_the_other_is_told(client, asked, stage, choir, sign_in_as, side):
    bookings.accept(booking=asked, by=owner_of(stage))
    mine, other = (stage, choir) if side == "stage" else (choir, stage)
    sign_in_as(owner_of(mine))
    delivered()
    page = press(client, asked, "cancel", answer="Wasserschaden.").content.decode()
    assert "Abgesagt." in page
    assert state(asked) == "cancelled"
    assert not asked.slots.filter(held=True).exists()
    (mail,) = delivered()
    assert mail.to == [owner_of(other).email]
    assert "Wasserschaden." in mail.body


def test_the_lender_does_not_withdraw_and_the_borrower_does_not_decide(
    client, asked, stage, choir, sign_in_as
):
    for who, buttons in ((stage, ("withdraw",)), (choir, ("accept", "decline"))):
        sign_in_as(owner_of(who))
        for button in buttons:
            answer = press(client, asked, button, answer="Weil.")
            assert answer.status_code == 409
            assert "Ihre Rolle erlaubt das nicht." in answer.content.decode()
    assert state(asked) == "requested"


@pytest.mark.parametrize(
    ("before", "button", "words"),
    [
        ("accepted", "accept", "Nur eine wartende Anfrage kann zugesagt werden."),
        ("accepted", "decline", "Nur eine wartende Anfrage kann abgelehnt werden."),
        ("requested", "cancel", "Nur eine zugesagte Buchung kann abgesagt werden."),
        ("requested", "note", "Notizen gehören zu einer zugesagten Buchung."),
    ],
)
def test_what_the_state_does_not_allow_is_told(
    client, asked, stage, sign_in_as, before, button, words
):
    if before == "accepted":
        bookings.accept(booking=asked, by=owner_of(stage))
    sign_in_as(owner_of(stage))
    answer = press(client, asked, button, answer="Weil.", kind="out", text="Da.")
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert state(asked) == before
    assert not asked.notes.exists()


def test_a_request_that_was_declined_is_not_withdrawn(client, asked, stage, choir, sign_in_as):
    bookings.decline(booking=asked, by=owner_of(stage), answer="Umbau.")
    sign_in_as(owner_of(choir))
    answer = press(client, asked, "withdraw")
    assert answer.status_code == 409
    assert "Nur eine wartende Anfrage kann zurückgezogen werden." in answer.content.decode()


def test_what_is_over_is_not_cancelled(client, asked, stage, sign_in_as, time_machine):
    bookings.accept(booking=asked, by=owner_of(stage))
    time_machine.move_to(asked.slots.get().end + timedelta(minutes=1))
    sign_in_as(owner_of(stage))
    answer = press(client, asked, "cancel")
    assert answer.status_code == 409
    assert "Diese Buchung ist vorbei." in answer.content.decode()
    assert state(asked) == "accepted"


def test_a_note_without_words_has_its_message(client, asked, stage, sign_in_as):
    bookings.accept(booking=asked, by=owner_of(stage))
    sign_in_as(owner_of(stage))
    answer = press(client, asked, "note", kind="out", text=" ")
    assert answer.status_code == 422
    assert "text" in answer.context["note_form"].errors
    assert not asked.notes.exists()


def test_a_viewer_of_the_lender_who_plans_elsewhere_writes_for_nobody(
    client, asked, stage, sign_in_as
):
    bookings.accept(booking=asked, by=owner_of(stage))
    user = MemberFactory(institution=stage, role=Role.VIEWER).user
    MemberFactory(institution=CultureInstitutionFactory(), user=user, role=Role.PLANNER)
    sign_in_as(user)
    for button in ("note", "cancel", "accept"):
        answer = press(client, asked, button, kind="out", text="Alles da.")
        assert answer.status_code == 409
        assert "Ihre Rolle erlaubt das nicht." in answer.content.decode()
    assert state(asked) == "accepted"
    assert not asked.notes.exists()


def test_bookings_are_listed_by_state(client, asked, room, choir, sign_in_as):
    BookingFactory(resource=room, institution=choir, accepted=True, spans=[span(days=9)])
    sign_in_as(owner_of(choir))
    path = "/konto/kultur/buchungen/"
    counts = [client.get(path, {"state": each}).context["count"] for each in ("", "accepted", "x")]
    assert counts == [2, 1, 2]


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([], "mindestens eine und höchstens 60"),
        ([span(days=n + 1) for n in range(61)], "mindestens eine und höchstens 60"),
        ([span(), span(hour=19)], "überschneiden sich"),
        ([span(days=-1)], "noch kommen"),
    ],
)
def test_times_that_cannot_be_lent_are_refused(room, choir, spans, words):
    with pytest.raises(NotAllowedError, match=words):
        bookings.request(
            key=uuid4(),
            resource=room,
            institution=choir,
            spans=spans,
            purpose="Probe",
            by=owner_of(choir),
        )
    assert not room.bookings.exists()


def test_what_lasts_past_midnight_is_outside_of_the_hours(stage, choir):
    hours = [(day, time(0), time(23, 59)) for day in range(7)]
    room = ResourceFactory(institution=stage, hours=hours)
    start = datetime.now(UTC).replace(hour=20, minute=0) + timedelta(days=3)
    late = Span(start, start + timedelta(hours=6))
    with pytest.raises(NotAllowedError, match="außerhalb"):
        BookingFactory(resource=room, institution=choir, spans=[late])
