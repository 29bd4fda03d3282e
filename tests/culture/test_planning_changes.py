"""Events that are there already: moved, cancelled, thrown away, sorted; and dates of nowhere."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.culture.domain import planning
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import Collision, Event
from tests.culture.planned import form_data, house, mailed_to, plan, taken
from tests.factories.culture_events import event, feed, moment
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(client):
    """An institution whose planner is signed in."""
    found = house("Bühne am Moorweg")
    assert client.login(email=found.planner.email, password=PASSWORD)
    return found


def address(of: Event) -> str:
    """Where an event is changed."""
    return reverse("culture_event_edit", args=[of.institution_id, of.pk])


def words(answer) -> str:
    """All that a page says."""
    return answer.content.decode()


def test_an_event_is_renamed_and_moved(client, stage):
    planned = plan(stage)
    start = timezone.localtime(moment(12, 18))
    moved = {"start": f"{start:%Y-%m-%dT%H:%M}", "end": f"{start:%Y-%m-%dT23:00}"}
    answer = client.post(address(planned), form_data(save="1", title="Ballabend", **moved))
    assert answer.status_code == 302
    planned.refresh_from_db()
    assert planned.title == "Ballabend"
    assert planned.occurrences.get().start == moment(12, 18)
    assert "Die Veranstaltung ist gespeichert." in words(client.get(answer["Location"]))


def test_the_form_of_an_event_shows_what_it_collides_with_before_anything_is_sent(client, stage):
    planned = plan(stage)
    taken(house("Kulturkeller"))
    assert "Jazz" in words(client.get(address(planned)))


def test_a_draft_without_a_date_opens_with_an_empty_date(client, stage):
    planned = plan(stage, status="draft")
    planned.occurrences.all().delete()
    answer = client.get(address(planned))
    assert answer.status_code == 200
    assert answer.context["check"] is None
    assert "start" not in answer.context["form"].initial


def test_whoever_saves_a_date_that_collides_is_told_that_both_have_a_mail(client, stage):
    cellar = house("Kulturkeller")
    taken(cellar)
    new = reverse("culture_event_new", args=[stage.pk])
    answer = client.post(new, form_data(save="1"), follow=True)
    assert "beide Seiten haben eine E-Mail" in words(answer)
    assert "Tanzabend" in mailed_to(cellar)


def test_a_series_moves_as_a_whole_by_the_clock_on_the_wall(client, stage):
    week = timedelta(days=7)
    times = [(moment(10) + week * n, moment(10) + week * n + timedelta(hours=2)) for n in range(3)]
    series = plan(stage)
    planning.change_event(event=series, times=times)
    start = timezone.localtime(moment(11, 19))
    sent = {"start": f"{start:%Y-%m-%dT%H:%M}", "end": f"{start:%Y-%m-%dT22:00}"}
    assert client.post(address(series), form_data(save="1", **sent)).status_code == 302
    found = [timezone.localtime(each.start) for each in series.occurrences.all()]
    assert [each.date() for each in found] == [
        (moment(11) + week * number).date() for number in range(3)
    ]
    assert {each.hour for each in found} == {19}


def test_cancelling_is_one_press_and_is_shown(client, stage):
    planned = plan(stage)
    answer = client.post(address(planned), {"cancel": "1"}, follow=True)
    assert "Die Veranstaltung ist abgesagt." in words(answer)
    planned.refresh_from_db()
    assert planned.status == "cancelled"


def test_a_draft_is_thrown_away(client, stage):
    draft = plan(stage, status="draft")
    answer = client.post(address(draft), {"delete": "1"}, follow=True)
    assert "Der Entwurf ist gelöscht." in words(answer)
    assert not Event.objects.exists()


def test_what_others_have_seen_is_not_thrown_away(client, stage):
    planned = plan(stage)
    answer = client.post(address(planned), {"delete": "1"}, follow=True)
    assert "Nur ein Entwurf kann gelöscht werden" in words(answer)
    assert Event.objects.get() == planned


@pytest.mark.parametrize("count", [0, 61])
def test_an_event_has_one_date_at_least_and_sixty_at_most(stage, count):
    times = [(moment(n + 1), moment(n + 1)) for n in range(count)]
    with pytest.raises(NotAllowedError, match="60"):
        planning.plan_event(institution=stage, by=stage.planner, times=times, title="Viel")
    assert not Event.objects.exists()


def test_of_an_event_from_a_calendar_only_the_sorting_is_decided_here(client, stage):
    found = event(stage, title="Orgelnacht", feed=feed(stage, "https://example.org/a.ics"))
    assert "Orgelnacht" in words(client.get(address(found)))
    sent = {"genre": "talk", "audience": "seniors", "title": "Anders"}
    assert client.post(address(found), sent).status_code == 302
    found.refresh_from_db()
    assert (found.title, found.genre, found.audience) == ("Orgelnacht", "talk", "seniors")


def test_sorting_under_a_word_that_is_none_is_refused(client, stage):
    found = event(stage, feed=feed(stage, "https://example.org/a.ics"))
    answer = client.post(address(found), {"genre": "zirkus", "audience": "seniors"})
    assert answer.status_code == 422
    assert "genre" in answer.context["form"].errors
    found.refresh_from_db()
    assert found.genre == "music"


def test_an_event_from_a_calendar_is_not_cancelled_here(client, stage):
    found = event(stage, feed=feed(stage, "https://example.org/a.ics"))
    assert client.post(address(found), {"cancel": "1"}).status_code == 422
    found.refresh_from_db()
    assert found.status == "confirmed"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start": "2027-01-01T10:00", "end": "2031-01-01T10:00"}, "end"),
        ({"every": "1", "until": "2020-01-01"}, "until"),
        ({"start": "9999-12-31T20:00", "end": "9999-12-31T22:00"}, "start"),
        ({"start": "0001-01-01T00:00", "end": "0001-01-01T02:00"}, "start"),
        ({"end": "9999-12-31T22:00", "all_day": "on"}, "end"),
    ],
)
def test_dates_past_every_calendar_have_their_message(client, stage, values, field):
    new = reverse("culture_event_new", args=[stage.pk])
    for button in ("look", "save"):
        answer = client.post(new, form_data(**values, **{button: "1"}))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "moment_sent",
    ["2027-05-20T18:00", "2027-13-45T18:00", "9999-12-31T23:59:00-12:00", "bald"],
)
def test_a_better_date_that_is_none_is_passed_over(client, stage, moment_sent):
    new = reverse("culture_event_new", args=[stage.pk])
    answer = client.post(new, form_data(take=moment_sent))
    assert answer.status_code == 200
    assert f'value="{form_data()["start"]}"' in words(answer)


def test_a_better_date_for_an_event_without_an_end_lasts_two_hours(client, stage):
    new = reverse("culture_event_new", args=[stage.pk])
    better = timezone.localtime(moment(17, 18))
    answer = client.post(new, form_data(take=better.isoformat(), end=""))
    assert f'value="{better:%Y-%m-%dT18:00}"' in words(answer)
    assert f'value="{better:%Y-%m-%dT20:00}"' in words(answer)


def test_an_exhibition_is_offered_no_better_date(client, stage):
    taken(house("Kulturkeller"))
    start = timezone.localtime(moment(10))
    new = reverse("culture_event_new", args=[stage.pk])
    sent = form_data(look="1", end=f"{start + timedelta(days=30):%Y-%m-%dT%H:%M}")
    answer = client.post(new, sent)
    assert answer.status_code == 200
    assert "Bessere Termine in der Nähe" not in words(answer)


def test_the_other_side_sees_a_collision_from_its_own_and_settles_it(client, stage):
    cellar = house("Kulturkeller")
    taken(stage, title="Unser Abend")
    plan(cellar, title="Ihr Abend")
    listing = reverse("culture_collisions")
    (row,) = client.get(listing).context["page_obj"]
    assert (row.own.title, row.opposite.title, row.may_act) == ("Unser Abend", "Ihr Abend", True)
    answer = client.post(listing, {"collision": Collision.objects.get().pk}, follow=True)
    assert "dass beide stattfinden" in words(answer)
    assert Collision.objects.get().other_agreed_at is not None


def test_pressing_again_what_is_settled_says_so(client, stage):
    taken(house("Kulturkeller"))
    plan(stage)
    Collision.objects.update(state="solved", settled_at=timezone.now())
    sent = {"collision": Collision.objects.get().pk}
    answer = client.post(reverse("culture_collisions"), sent, follow=True)
    assert "Das ist schon geklärt." in words(answer)
    assert Collision.objects.get().event_agreed_at is None
