"""Planning: who learns what of a date that collides, and how both sides settle it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.models import OutgoingMail
from participation.culture.domain import collisions, planning
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Collision, Event
from tests.factories.culture_events import event, feed, institution, member, moment
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    """An institution with somebody who plans."""
    house = institution("Bühne am Moorweg")
    house.planner = member(house)
    return house


@pytest.fixture
def cellar():
    """Another one."""
    house = institution("Kulturkeller")
    house.planner = member(house)
    return house


def plan(house, start=None, hours=2, **values) -> Event:
    """Planned by the verb."""
    start = start or moment(10)
    words = {"title": "Tanzabend", "genre": "music", "audience": "adults", "status": "planned"}
    return planning.plan_event(
        institution=house,
        by=house.planner,
        times=[(start, start + timedelta(hours=hours))],
        **words | values,
    )


def taken(house, **values) -> Event:
    """What is there already at the same time."""
    return event(house, moment(10), **{"title": "Jazz", "audience": "adults"} | values)


def mailed_to(house) -> str:
    """All words of mails to its planner."""
    found = OutgoingMail.objects.filter(to=house.planner.email)
    return " ".join(str(mail.context) + mail.subject for mail in found)


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
    for house in (stage, cellar):
        collisions.agree(collision=Collision.objects.get(), institution=house)
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


def form_data(**values) -> dict[str, str]:
    """What somebody types in."""
    start = timezone.localtime(moment(10))
    return {
        "title": "Tanzabend",
        "start": f"{start:%Y-%m-%dT%H:%M}",
        "end": f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "genre": "music",
        "audience": "adults",
        "visibility": "public",
        "status": "planned",
        "every": "0",
    } | values


@pytest.fixture
def signed_in(client, stage):
    """The stage's planner."""
    assert client.login(email=stage.planner.email, password=PASSWORD)
    return client


def new_url(house) -> str:
    """Where events are planned."""
    return reverse("culture_event_new", args=[house.pk])


def test_the_form_shows_what_else_takes_place_and_saves_nothing(signed_in, stage, cellar):
    taken(cellar)
    answer = signed_in.post(new_url(stage), form_data(look="1"))
    content = answer.content.decode()
    assert answer.status_code == 200
    assert "Jazz" in content
    assert "Bessere Termine in der Nähe" in content
    assert Event.objects.count() == 1


def test_the_form_tells_nothing_of_busy_dates(signed_in, stage, cellar):
    taken(cellar, visibility="busy", title="Geheimes Gastspiel", place="Hinterzimmer")
    content = signed_in.post(new_url(stage), form_data(look="1")).content.decode()
    assert "Kulturkeller" in content
    assert "Belegt" in content
    assert "Geheimes Gastspiel" not in content
    assert "Hinterzimmer" not in content


def test_a_better_date_is_taken_over_by_one_press(signed_in, stage):
    better = moment(17)
    content = signed_in.post(new_url(stage), form_data(take=better.isoformat())).content.decode()
    assert f'value="{timezone.localtime(better):%Y-%m-%dT%H:%M}"' in content
    assert not Event.objects.exists()


def test_a_series_is_planned_by_the_clock_on_the_wall(signed_in, stage):
    until = (moment(10) + timedelta(days=30)).date()
    data = form_data(save="1", every="1", until=until.isoformat())
    assert signed_in.post(new_url(stage), data).status_code == 302
    times = Event.objects.get().occurrences.all()
    assert len(times) == 5
    assert {timezone.localtime(time.start).hour for time in times} == {20}


def test_a_whole_day_ends_with_its_last_day(signed_in, stage):
    assert signed_in.post(new_url(stage), form_data(save="1", all_day="on")).status_code == 302
    time = Event.objects.get().occurrences.get()
    assert time.all_day
    assert (time.end - time.start).days == 1
    edit = reverse("culture_event_edit", args=[stage.pk, time.event_id])
    assert signed_in.get(edit).status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"end": "2020-01-01T10:00"}, "end"),
        ({"start": "gestern"}, "start"),
        ({"title": ""}, "title"),
        ({"genre": "x"}, "genre"),
        ({"every": "1"}, "until"),
        ({"homepage": "javascript:alert(1)"}, "homepage"),
    ],
)
def test_bad_input_has_its_message_and_saves_nothing(signed_in, stage, values, field):
    answer = signed_in.post(new_url(stage), form_data(save="1", **values))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Event.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("planner", 200), ("viewer", 403)])
def test_who_may_plan(client, stage, role, status):
    user = member(stage, role)
    assert client.login(email=user.email, password=PASSWORD)
    assert client.get(new_url(stage)).status_code == status


def test_to_others_planning_is_not_there(signed_in, client, cellar):
    assert client.get(new_url(cellar)).status_code == 404
    hidden = event(cellar)
    stage = Event.objects.get(pk=hidden.pk).institution
    edit = reverse("culture_event_edit", args=[stage.pk, hidden.pk])
    assert client.get(edit).status_code == 404


def test_collisions_of_others_are_not_there(signed_in, stage, cellar):
    third = institution("Dritte")
    third.planner = member(third)
    taken(cellar)
    plan(third)
    address = reverse("culture_collisions")
    assert "Tanzabend" not in signed_in.get(address).content.decode()
    pressed = signed_in.post(address, {"collision": Collision.objects.get().pk})
    assert pressed.status_code == 404


def test_agreeing_is_one_press(signed_in, stage, cellar):
    taken(cellar)
    plan(stage)
    address = reverse("culture_collisions")
    assert "Jazz" in signed_in.get(address).content.decode()
    assert signed_in.post(address, {"collision": Collision.objects.get().pk}).status_code == 302
    assert Collision.objects.get().event_agreed_at is not None


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
