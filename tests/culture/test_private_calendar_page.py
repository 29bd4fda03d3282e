"""The page of one's private calendars: made, given another address, given up."""

import pytest

from participation.culture.domain import private
from participation.culture.models import PrivateFeed
from participation.culture.models.choices import Role
from tests.factories.culture import CultureInstitutionFactory, MemberFactory, owner_of

pytestmark = pytest.mark.django_db

PAGE = "/konto/kultur/privat/"


@pytest.fixture
def viewer(stage, sign_in_as):
    """Somebody who only looks may have private calendars too."""
    return sign_in_as(MemberFactory(institution=stage, role=Role.VIEWER).user)


def said(client, **sent) -> str:
    """What the page after a press says."""
    return client.post(PAGE, sent, follow=True).content.decode()


def test_a_calendar_is_made_of_a_choice_and_its_address_is_shown(client, viewer, choir):
    sent = {"name": "Nur Chor", "genres": ["music"], "institutions": [choir.pk]}
    page = said(client, make="1", **sent)
    feed = PrivateFeed.objects.get()
    assert (feed.user, feed.genres, feed.institutions) == (viewer, ["music"], [choir.pk])
    assert f"http://testserver/kultur/kalender/privat/{feed.key}.ics" in page


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": ""}, "name"), ({"genres": ["zirkus"]}, "genres"), ({"institutions": ["x"]}, "inst")],
)
def test_a_wrong_choice_has_its_message_and_makes_none(client, viewer, values, field):
    answer = client.post(PAGE, {"make": "1", "name": "Alles"} | values)
    assert answer.status_code == 422
    assert any(name.startswith(field) for name in answer.context["form"].errors)
    assert not PrivateFeed.objects.exists()


def test_an_institution_that_does_not_take_part_cannot_be_chosen(client, viewer):
    waiting = CultureInstitutionFactory(verified=False)
    sent = {"make": "1", "name": "Alles", "institutions": [waiting.pk]}
    assert client.post(PAGE, sent).status_code == 422


def test_the_eleventh_is_refused_in_the_form(client, viewer):
    for number in range(10):
        private.make(user=viewer, name=str(number))
    answer = client.post(PAGE, {"make": "1", "name": "zu viel"})
    assert answer.status_code == 422
    assert "Sie haben schon zehn private Kalender." in answer.content.decode()
    assert PrivateFeed.objects.count() == 10


def test_another_address_is_one_press_away(client, viewer):
    feed = private.make(user=viewer, name="Alles")
    page = said(client, feed=feed.pk, renew="1")
    assert "Er hat jetzt eine andere Adresse." in page
    assert feed.key not in page
    assert PrivateFeed.objects.get().key in page


def test_a_calendar_is_given_up(client, viewer):
    feed = private.make(user=viewer, name="Alles")
    assert "Seine Adresse führt jetzt nirgendwohin." in said(client, feed=feed.pk, revoke="1")
    assert not PrivateFeed.objects.exists()


def test_those_of_others_are_neither_shown_nor_changed(client, viewer, choir):
    feed = private.make(user=owner_of(choir), name="Fremder Kalender")
    assert "Fremder Kalender" not in client.get(PAGE).content.decode()
    for number in (feed.pk, "x", ""):
        for button in ("renew", "revoke"):
            assert client.post(PAGE, {"feed": number, button: "1"}).status_code == 404
    assert PrivateFeed.objects.get().key == feed.key


def test_pressing_no_button_that_is_there_changes_nothing(client, viewer):
    feed = private.make(user=viewer, name="Alles")
    assert client.post(PAGE, {"feed": feed.pk, "sprengen": "1"})["Location"] == PAGE
    assert PrivateFeed.objects.get().key == feed.key
