"""Planning: who learns what of a date that collides, and how both sides settle it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.models import OutgoingMail
from participation.culture.domain import collisions, planning
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Collision, Event
from tests.culture.planned import house, mailed_to, plan, taken
from tests.factories.culture_events import event, feed, institution, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    """An institution with somebody who plans."""
    return house("Bühne am Moorweg")


def test_both_sides_hear_of_a_collision(stage, cellar):
    other = taken(cellar)
    planned = plan(stage)
    collision = Collision.objects.get()
    assert (collision.event, collision.other) == (planned, other)
    assert (collision.severity, collision.state) == ("high", "open")
    assert "Jazz" in mailed_to(stage)
    assert "Tanzabend" in mailed_to(cellar)


def test_of_a_busy_date_nothing_but_that_is_told(stage, cellar):
    taken(cellar, visibility="busy", title="Geheimes Gastspiel")
    plan(stage)
    assert "Geheimes Gastspiel" not in mailed_to(stage)
    assert "Kulturkeller" in mailed_to(stage)


def test_a_draft_collides_with_nothing_until_it_is_planned(stage, cellar):
    taken(cellar)
    draft = plan(stage, status="draft")
    assert not Collision.objects.exists()
    start = moment(10)
    words = {"status": "planned"}
    planning.change_event(event=draft, times=[(start, start + timedelta(hours=2))], **words)
    assert Collision.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"status": "cancelled"},
        {"status": "draft"},
        {"gone_at": timezone.now()},
    ],
)
def test_what_does_not_take_place_is_in_nobodys_way(stage, cellar, values):
    taken(cellar, **values)
    plan(stage)
    assert not Collision.objects.exists()


def test_ones_own_events_are_shown_and_nobody_is_mailed(stage):
    taken(stage)
    plan(stage)
    assert not Collision.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_a_slight_clash_bothers_nobody(stage, cellar):
    taken(cellar, genre="film", audience="children")
    plan(stage)
    assert not Collision.objects.exists()


def test_moving_settles_a_collision_and_moving_back_opens_it(stage, cellar):
    taken(cellar)
    planned = plan(stage)
    for days, state in ((17, "solved"), (10, "open")):
        start = moment(days)
        times = [(start, start + timedelta(hours=2))]
        planned = planning.change_event(event=planned, times=times)
        assert Collision.objects.get().state == state


def test_cancelling_settles_a_collision(stage, cellar):
    taken(cellar)
    planning.cancel_event(event=plan(stage))
    assert Collision.objects.get().state == "solved"


def test_it_is_settled_when_both_sides_agree(stage, cellar):
    taken(cellar)
    plan(stage)
    collision = Collision.objects.get()
    collisions.agree(collision=collision, institution=stage)
    assert Collision.objects.get().state == "open"
    collisions.agree(collision=collision, institution=cellar)
    settled = Collision.objects.get()
    assert (settled.state, settled.settled_at is not None) == ("agreed", True)
    with pytest.raises(NotAllowedError):
        collisions.agree(collision=settled, institution=stage)


def test_saving_again_changes_nothing_of_what_was_agreed(stage, cellar):
    taken(cellar)
    planned = plan(stage)
    for side in (stage, cellar):
        collisions.agree(collision=Collision.objects.get(), institution=side)
    mails = OutgoingMail.objects.count()
    start = moment(10)
    times = [(start, start + timedelta(hours=2))]
    planning.change_event(event=planned, times=times, title="Neuer Titel")
    assert Collision.objects.get().state == "agreed"
    assert OutgoingMail.objects.count() == mails


def test_nobody_agrees_for_others(stage, cellar):
    taken(cellar)
    plan(stage)
    with pytest.raises(NotAllowedError):
        collisions.agree(collision=Collision.objects.get(), institution=institution("Dritte"))


def test_an_event_of_a_calendar_is_changed_there(stage):
    found = event(stage, feed=feed(stage, "https://example.org/a.ics"))
    start = moment(10)
    with pytest.raises(NotAllowedError):
        planning.change_event(event=found, times=[(start, start)])


@pytest.mark.parametrize("count", [1, 30])
def test_a_check_costs_two_queries(stage, cellar, assert_query_count, count):
    from participation.culture.queries import collisions as queries

    for number in range(count):
        event(cellar, moment(10, 20, number), title=f"Nummer {number}", audience="adults")
    start = moment(10)
    planned = Event(institution=stage, genre="music", audience="adults")
    wanted = queries.plan_of(planned, start, start + timedelta(hours=2))
    with assert_query_count(2):
        found = queries.check(wanted, own=[stage.pk])
    assert len(found.found) == count
