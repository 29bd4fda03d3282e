"""Every page of planning in every role: what is not for somebody is not there."""

import pytest
from django.urls import reverse

from tests.factories.culture_events import event, feed

pytestmark = pytest.mark.django_db

MEMBERS, PARTNERS = ("owner", "planner", "viewer"), ("owner", "planner", "viewer", "partner")
PLANNERS = ("owner", "planner")
EVERYBODY = (*PARTNERS, "waiting", "stranger")


@pytest.fixture
def things(stage):
    """An event that is typed in and a calendar of the stage."""
    return {
        "pk": stage.pk,
        "event": event(stage, visibility="partners").pk,
        "feed": feed(stage, "https://example.org/a.ics").pk,
    }


PAGES = {
    "culture_events": (("pk",), MEMBERS, MEMBERS),
    "culture_event_new": (("pk",), PLANNERS, MEMBERS),
    "culture_event_edit": (("pk", "event"), PLANNERS, MEMBERS),
    "culture_calendars": (("pk",), MEMBERS, MEMBERS),
    "culture_calendar": (("pk", "feed"), MEMBERS, MEMBERS),
    "culture_calendar_new": (("pk",), PLANNERS, MEMBERS),
    "culture_calendar_edit": (("pk", "feed"), PLANNERS, MEMBERS),
    "culture_collisions": ((), PARTNERS, PARTNERS),
    "culture_private_feeds": ((), PARTNERS, PARTNERS),
}
"""Arguments of the address, who may open it, and who knows that it is there."""


@pytest.mark.parametrize("name", list(PAGES))
def test_who_opens_a_page(client, sign_in_as, people, things, name):
    arguments, may, know = PAGES[name]
    address = reverse(name, args=[things[argument] for argument in arguments])
    assert client.get(address).status_code == 302
    for role in EVERYBODY:
        sign_in_as(people[role])
        expected = 200 if role in may else 403 if role in know else 404
        assert client.get(address).status_code == expected, role


def test_pressing_needs_the_same_rights_as_seeing_the_button(client, sign_in_as, people, things):
    address = reverse("culture_calendar", args=[things["pk"], things["feed"]])
    for role, status in (("viewer", 403), ("partner", 404), ("planner", 302)):
        sign_in_as(people[role])
        assert client.post(address, {"pause": "1"}).status_code == status


def test_things_of_another_institution_are_not_there(client, sign_in_as, people, things, choir):
    """The address of one's own institution opens nothing of another."""
    sign_in_as(people["partner"])
    for name, thing in (("culture_event_edit", "event"), ("culture_calendar", "feed")):
        address = reverse(name, args=[choir.pk, things[thing]])
        assert client.get(address).status_code == 404


def test_the_visibility_of_an_event_holds_for_everybody(stage, people, things):
    from participation.culture.models import Event

    for role in EVERYBODY:
        seen = Event.objects.visible_to(people[role]).filter(pk=things["event"]).exists()
        assert seen == (role in PARTNERS), role
