"""What becomes of dates that collide: moved upstream, given up, over; and who is reminded."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.culture.domain import collisions, feeds, planning
from participation.culture.models import Collision, Event, Feed
from participation.culture.queries import collisions as queries
from tests.culture.planned import house, mailed_to, plan
from tests.culture.reading import calendar
from tests.factories.culture_events import feed as make_feed
from tests.factories.culture_events import member, moment
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    """An institution with somebody who plans."""
    return house("Bühne am Moorweg")


@pytest.fixture
def source(stage, cellar) -> Feed:
    """A calendar with a concert at the very time that the stage plans something."""
    values = {"kind": "upload", "genre": "music", "audience": "adults"}
    source = make_feed(cellar, "", **values)
    upload(source, vevent())
    plan(stage)
    assert Collision.objects.get().state == "open"
    return source


def vevent(days: int = 10, more: str = "") -> str:
    """The concert in its calendar."""
    start = f"{timezone.localtime(moment(days)):%Y%m%dT%H%M%S}"
    return f"BEGIN:VEVENT\nUID:a\nSUMMARY:Jazz\nDTSTART:{start}\nDURATION:PT2H\n{more}END:VEVENT"


def upload(source: Feed, *events: str) -> None:
    feeds.upload(feed=source, data=calendar(*events))


@pytest.mark.parametrize(
    "now",
    [
        vevent(17),
        vevent(more="STATUS:CANCELLED\n"),
        vevent().replace("UID:a", "UID:b\nCLASS:PUBLIC"),
    ],
    ids=["moved", "cancelled", "another"],
)
def test_a_collision_is_solved_when_its_calendar_no_longer_says_that_date(source, now):
    planned = Collision.objects.get()
    upload(source, now)
    planned.refresh_from_db()
    assert (planned.state, planned.settled_at is not None) == ("solved", True)


def test_a_collision_stays_open_while_its_calendar_says_the_same(source):
    upload(source, vevent(more="DESCRIPTION:Mit Gästen\n"))
    assert Collision.objects.get().state == "open"


def test_a_calendar_that_gets_into_the_way_of_a_plan_is_told_of(stage, cellar):
    source = make_feed(cellar, "", kind="upload", genre="music", audience="adults")
    plan(stage)
    upload(source, vevent(17))
    assert not Collision.objects.exists()
    upload(source, vevent())
    assert Collision.objects.get().state == "open"
    told = [mailed_to(each) for each in (stage, cellar)]
    assert all("Zwei Termine" in words for words in told)
    upload(source, vevent(more="DESCRIPTION:Mit Gästen\n"))
    assert told == [mailed_to(each) for each in (stage, cellar)]


def test_who_has_confirmed_a_date_is_not_asked_again(stage, cellar):
    plan(stage, status="confirmed")
    upload(make_feed(cellar, "", kind="upload", genre="music", audience="adults"), vevent())
    assert not Collision.objects.exists()


def test_a_collision_is_solved_when_the_calendar_is_given_up(source):
    feeds.remove_feed(feed=source)
    assert Collision.objects.get().state == "solved"


def test_a_collision_is_solved_when_the_event_turns_out_to_be_for_others(source):
    planning.sort_event(event=Event.objects.get(uid="a"), genre="talk", audience="children")
    assert Collision.objects.get().state == "solved"


def test_a_date_that_is_over_is_neither_solved_nor_open(source):
    Collision.objects.update(start=timezone.now() - timedelta(days=1))
    upload(source)
    assert Collision.objects.get().state == "open"
    assert not Collision.objects.open().exists()


def test_the_overview_names_what_waits_for_ones_word(client, source, stage, cellar):
    def shown(user) -> str:
        assert client.login(email=user.email, password=PASSWORD)
        return client.get(reverse("culture_area")).content.decode()

    words = "Zwei Termine überschneiden sich: "
    assert words + "Tanzabend" in shown(stage.planner)
    assert words + "Jazz" in shown(cellar.planner)
    collisions.agree(collision=Collision.objects.get(), institution=stage)
    assert words not in shown(stage.planner)
    assert words in shown(cellar.planner)
    assert words not in shown(member(cellar, "viewer"))


def test_what_can_still_be_solved_comes_first_and_what_is_over_has_no_button(client, source, stage):
    later = plan(stage, title="Nachtschicht")
    Collision.objects.filter(event=later).update(start=timezone.now() - timedelta(days=1))
    first, last = queries.of_institutions([stage.pk])
    assert (first.event.title, last.event.title) == ("Tanzabend", "Nachtschicht")
    assert client.login(email=stage.planner.email, password=PASSWORD)
    rows = client.get(reverse("culture_collisions")).context["page_obj"]
    assert [row.may_act for row in rows] == [True, False]
