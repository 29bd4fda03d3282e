"""Private calendars: what their owner may see now, under an address that can be revoked."""

import icalendar
import pytest
from django.urls import reverse

from participation.culture.domain import private
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import PrivateFeed
from tests.factories.culture_events import event, institution, member, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """The owner's own institution."""
    return institution("Bühne am Moorweg")


@pytest.fixture
def owner(house):
    """Somebody who plans for it."""
    return member(house)


@pytest.fixture
def other():
    """A partner with an event of each kind."""
    found = institution("Kulturkeller")
    for visibility in ("public", "partners", "busy"):
        event(found, moment(3), title=f"Titel {visibility}", visibility=visibility, place="Keller")
    event(found, moment(3), title="Titel draft", status="draft")
    return found


def titles(client, feed: PrivateFeed) -> list[str]:
    """What its calendar holds."""
    answer = client.get(reverse("culture:private_feed", args=[feed.key]))
    assert answer.status_code == 200
    document = icalendar.Calendar.from_ical(answer.content)
    return sorted(str(each["SUMMARY"]) for each in document.walk("VEVENT"))


def test_it_holds_what_partners_see_and_of_busy_dates_only_when(client, owner, other):
    feed = private.make(user=owner, name="Alles")
    assert titles(client, feed) == ["Belegt: Kulturkeller", "Titel partners", "Titel public"]
    answer = client.get(reverse("culture:private_feed", args=[feed.key]))
    assert answer.content.count(b"LOCATION:Keller") == 2
    assert "no-store" in answer["Cache-Control"]


def test_it_holds_ones_own_drafts(client, owner, house):
    event(house, moment(3), title="Eigener Entwurf", status="draft")
    assert titles(client, private.make(user=owner, name="Alles")) == ["Eigener Entwurf"]


def test_it_is_narrowed_by_what_was_chosen(client, owner, house, other):
    event(house, moment(3), title="Lesung", genre="reading")
    assert titles(client, private.make(user=owner, name="x", genres=["reading"])) == ["Lesung"]
    own = private.make(user=owner, name="y", institutions=[house.pk])
    assert titles(client, own) == ["Lesung"]


def test_who_is_no_member_any_more_sees_what_everybody_sees(client, owner, other):
    feed = private.make(user=owner, name="Alles")
    owner.culture_memberships.all().delete()
    assert titles(client, feed) == ["Titel public"]


def test_a_new_address_makes_the_old_one_worthless(client, owner, other):
    feed = private.make(user=owner, name="Alles")
    old = reverse("culture:private_feed", args=[feed.key])
    private.renew(feed=feed)
    assert client.get(old).status_code == 404
    assert titles(client, feed)
    private.revoke(feed=feed)
    assert client.get(reverse("culture:private_feed", args=[feed.key])).status_code == 404


def test_a_guessed_address_and_a_closed_account_are_not_there(client, owner):
    feed = private.make(user=owner, name="Alles")
    assert client.get(reverse("culture:private_feed", args=["x" * 32])).status_code == 404
    owner.is_active = False
    owner.save()
    assert client.get(reverse("culture:private_feed", args=[feed.key])).status_code == 404


def test_somebody_has_at_most_ten(owner):
    for number in range(10):
        private.make(user=owner, name=str(number))
    with pytest.raises(NotAllowedError):
        private.make(user=owner, name="zu viel")


def test_reading_is_noted_to_the_hour(client, owner):
    feed = private.make(user=owner, name="Alles")
    titles(client, feed)
    first = PrivateFeed.objects.get().read_at
    titles(client, feed)
    assert PrivateFeed.objects.get().read_at == first
