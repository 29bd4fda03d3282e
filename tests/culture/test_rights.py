"""Nobody sees what is not for them: every page of the area, for each role."""

import pytest

from participation.culture.domain import board, groups
from participation.culture.domain import joint as joint_verbs
from participation.culture.models import EventPart
from participation.culture.models.choices import PartState
from tests.factories.culture import (
    BookingFactory,
    CultureEventFactory,
    CultureInstitutionFactory,
    DocumentFactory,
    GroupFactory,
    PostFactory,
    ResourceFactory,
    owner_of,
)

pytestmark = pytest.mark.django_db

ROLES = ("owner", "planner", "viewer", "partner", "waiting", "stranger")
EVERY = dict.fromkeys(ROLES, 200)
PARTNERS = EVERY | {"waiting": 404, "stranger": 404}
OWN = dict.fromkeys(ROLES, 404) | {"owner": 200, "planner": 200, "viewer": 200}
PLANNERS = OWN | {"viewer": 403}
OWNERS = PLANNERS | {"planner": 403}
PLANNING_PARTNERS = PARTNERS | {"viewer": 403}


@pytest.fixture
def things(stage, choir):
    """One of each kind: the stage's, with somebody who is not asked on the other side."""
    third = CultureInstitutionFactory(name="Museum")
    room = ResourceFactory(institution=stage)
    group = GroupFactory(founder=stage, joined=[third])
    event = CultureEventFactory(institution=stage)
    return {
        "stage": stage.pk,
        "room": room.pk,
        "hidden_room": ResourceFactory(institution=stage, is_active=False).pk,
        "booking": BookingFactory(resource=room, institution=third, accepted=True).pk,
        "post": PostFactory(institution=stage).pk,
        "group": group.pk,
        "document": DocumentFactory(institution=stage, partners=[third]).pk,
        "for_all": DocumentFactory(institution=stage, for_all=True).pk,
        "group_file": DocumentFactory(institution=stage, group=group).pk,
        "event": event.pk,
    }


PAGES = [
    ("", EVERY),
    ("partner/", PARTNERS),
    ("partner/{stage}/", PARTNERS),
    ("einrichtungen/{stage}/", OWN),
    ("einrichtungen/{stage}/profil/", OWNERS),
    ("einrichtungen/{stage}/mitglieder/", OWN),
    ("einrichtungen/{stage}/ressourcen/", OWN),
    ("einrichtungen/{stage}/ressourcen/neu/", PLANNERS),
    ("ressourcen/", PARTNERS),
    ("ressourcen/{room}/", PARTNERS),
    ("ressourcen/{hidden_room}/", OWN),
    ("ressourcen/{room}/anfragen/", PLANNING_PARTNERS),
    ("ressourcen/{room}/bearbeiten/", PLANNERS),
    ("buchungen/", PARTNERS),
    ("buchungen/{booking}/", OWN),
    ("pinnwand/", PARTNERS),
    ("pinnwand/neu/", PLANNING_PARTNERS),
    ("pinnwand/mails/", PARTNERS),
    ("pinnwand/{post}/", PARTNERS),
    ("pinnwand/{post}/bearbeiten/", PLANNERS),
    ("gruppen/", PARTNERS),
    ("gruppen/neu/", PLANNING_PARTNERS),
    ("gruppen/{group}/", OWN),
    ("gruppen/{group}/fragen/", PLANNERS),
    ("gruppen/{group}/termine/neu/", PLANNERS),
    ("gruppen/{group}/dateien/neu/", PLANNERS),
    ("gruppen/{group}/gruppe.ics", OWN),
    ("dokumente/", PARTNERS),
    ("dokumente/neu/", PLANNING_PARTNERS),
    ("dokumente/{document}/datei/", OWN),
    ("dokumente/{for_all}/datei/", PARTNERS),
    ("dokumente/{group_file}/datei/", OWN),
    ("dokumente/{document}/loeschen/", OWN | {"viewer": 404}),
    ("veranstaltungen/{event}/mitwirkende/", OWN),
    ("veranstaltungen/{event}/mitwirkende/fragen/", PLANNERS),
]


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_for_whom_it_is(client, people, things, sign_in_as, role):
    sign_in_as(people[role])
    found = {}
    for path, _wanted in PAGES:
        answer = client.get(f"/konto/kultur/{path.format(**things)}")
        found[path] = answer.status_code
        if answer.streaming:
            list(answer.streaming_content)  # closes the file
    assert found == {path: wanted[role] for path, wanted in PAGES}


def test_whoever_is_signed_out_is_led_to_the_sign_in(client, things):
    for path, _wanted in PAGES:
        answer = client.get(f"/konto/kultur/{path.format(**things)}")
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/konto/anmelden/")


@pytest.mark.parametrize("kind", ["ressourcen", "buchungen", "pinnwand", "gruppen", "partner"])
def test_a_guessed_number_is_not_there(client, people, sign_in_as, kind):
    sign_in_as(people["owner"])
    assert client.get(f"/konto/kultur/{kind}/999999/").status_code == 404


def test_lists_hold_nothing_of_others(client, people, things, sign_in_as):
    sign_in_as(people["partner"])
    assert client.get("/konto/kultur/buchungen/").context["count"] == 0
    assert not client.get("/konto/kultur/gruppen/").context["groups"]
    shown = {each.pk for each in client.get("/konto/kultur/dokumente/").context["page_obj"]}
    assert shown == {things["for_all"]}
    rooms = {each.pk for each in client.get("/konto/kultur/ressourcen/").context["page_obj"]}
    assert rooms == {things["room"]}


def test_who_has_a_room_only_lender_and_borrower_learn(client, people, things, sign_in_as):
    path = f"/konto/kultur/ressourcen/{things['room']}/"
    sign_in_as(people["viewer"])
    assert "Museum" in client.get(path).content.decode()
    sign_in_as(people["partner"])
    assert "Museum" not in client.get(path).content.decode()


def test_answers_are_read_by_both_sides_alone(client, people, stage, choir, sign_in_as):
    post = PostFactory(institution=stage)
    third = CultureInstitutionFactory()
    board.answer(post=post, institution=choir, text="Wir haben Platz.", by=owner_of(choir))
    for user, sees in (
        (people["viewer"], True),
        (people["partner"], True),
        (owner_of(third), False),
    ):
        sign_in_as(user)
        page = client.get(post.get_absolute_url()).content.decode()
        assert ("Wir haben Platz." in page) is sees


def test_a_viewer_changes_nothing(client, people, things, choir, sign_in_as):
    sign_in_as(people["viewer"])
    booking = f"/konto/kultur/buchungen/{things['booking']}/"
    group = f"/konto/kultur/gruppen/{things['group']}/"
    post = f"/konto/kultur/pinnwand/{things['post']}/"
    assert client.post(booking, {"cancel": "1"}).status_code in (403, 409)
    assert client.post(group, {"text": "Hallo"}).status_code == 403
    assert client.post(post, {"text": "Hallo"}).status_code in (403, 422)
    assert client.post(f"{post}bearbeiten/", {"close": "1"}).status_code == 403


def test_an_institution_that_was_asked_reads_no_messages_before_it_joins(
    client, stage, choir, sign_in_as
):
    group = GroupFactory(founder=stage, asked=[choir])
    groups.say(group=group, institution=stage, text="Geheim.", by=owner_of(stage))
    sign_in_as(owner_of(choir))
    assert "Geheim." not in client.get(group.get_absolute_url()).content.decode()
    part = group.parts.get(institution=choir)
    client.post(group.get_absolute_url(), {"part": part.pk, "join": "1"})

    assert "Geheim." in client.get(group.get_absolute_url()).content.decode()


def test_each_institution_edits_its_own_part_alone(client, stage, choir, sign_in_as):
    event = CultureEventFactory(institution=stage)
    part = joint_verbs.ask(event=event, institution=choir)
    path = f"/konto/kultur/veranstaltungen/{event.pk}/mitwirkende/"
    sign_in_as(owner_of(choir))
    client.post(path, {"part": part.pk, "join": "1"})
    client.post(f"{path}{part.pk}/", {"role": "Chor", "text": "Wir singen um acht."})
    part.refresh_from_db()
    assert (part.state, part.role) == (PartState.JOINED, "Chor")

    sign_in_as(owner_of(stage))
    assert client.post(f"{path}{part.pk}/", {"role": "Anders"}).status_code == 404
    client.post(path, {"part": part.pk, "remove": "1"})
    assert not EventPart.objects.exists()


def test_the_members_area_is_closed_to_a_suspended_institution(client, stage, sign_in_as):
    from participation.culture.domain import institutions
    from tests.factories.people import UserFactory

    sign_in_as(owner_of(stage))
    assert client.get("/konto/kultur/partner/").status_code == 200
    institutions.suspend(institution=stage, by=UserFactory(), reason="Ruht.")
    assert client.get("/konto/kultur/partner/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "institutions/",
        "posts/",
        "calendars/",
        "figures/",
    ],
)
def test_the_offices_pages_are_for_the_office_alone(client, people, sign_in_as, path):
    from tests.factories.people import UserFactory

    page = f"/admin/culture/{path}"
    sign_in_as(people["owner"])
    assert client.get(page).status_code in (302, 403)
    sign_in_as(UserFactory(role="Editors"))
    assert client.get(page).status_code in (302, 403)
    sign_in_as(UserFactory(role="Culture office"))
    assert client.get(page).status_code == 200
