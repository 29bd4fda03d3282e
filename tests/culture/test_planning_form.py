"""The form in which events are planned, and the list of collisions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.culture.models import Collision, Event
from tests.culture.planned import form_data, house, plan, taken
from tests.factories.culture_events import event, institution, member, moment
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    """An institution with somebody who plans."""
    return house("Bühne am Moorweg")


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
    assert "zur selben Zeit" in content
    assert "dasselbe Publikum" not in content


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
