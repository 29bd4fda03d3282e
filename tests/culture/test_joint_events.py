"""Joint events: asked, joined, declined, ended, and who may do which."""

import pytest

from participation.culture.domain import joint
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import EventPart
from participation.culture.models.choices import Role
from tests.factories.culture import (
    CultureEventFactory,
    CultureInstitutionFactory,
    MemberFactory,
    owner_of,
)
from tests.factories.culture_events import institution
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(stage):
    """The stage's."""
    return CultureEventFactory(institution=stage, title="Sommernacht")


def path(event, below: str = "") -> str:
    """Who carries an event."""
    return f"/konto/kultur/veranstaltungen/{event.pk}/mitwirkende/{below}"


def said(client, address, **sent) -> str:
    """What the page after a press says."""
    return client.post(address, sent, follow=True).content.decode()


def test_whoever_is_asked_gets_one_mail_and_finds_it_on_the_start(
    client, event, stage, choir, sign_in_as
):
    sign_in_as(owner_of(stage))
    delivered()
    assert choir.name in said(client, path(event, "fragen/"), asked=[choir.pk])
    assert client.post(path(event, "fragen/"), {"asked": [choir.pk]}).status_code == 422
    joint.ask(event=event, institution=choir)
    assert [mail.to for mail in delivered()] == [[owner_of(choir).email]]
    assert event.parts.get().state == "invited"
    sign_in_as(owner_of(choir))
    assert "Sommernacht" in client.get("/konto/kultur/").content.decode()


def test_nobody_is_chosen_and_nobody_is_asked(client, event, stage, sign_in_as):
    sign_in_as(owner_of(stage))
    answer = client.post(path(event, "fragen/"), {})
    assert answer.status_code == 422
    assert "asked" in answer.context["form"].errors


def test_only_who_leads_asks_others(client, event, choir, sign_in_as):
    joint.ask(event=event, institution=choir)
    sign_in_as(owner_of(choir))
    third = CultureInstitutionFactory()
    assert client.post(path(event, "fragen/"), {"asked": [third.pk]}).status_code == 403
    assert event.parts.count() == 1


def test_joining_is_told_to_who_leads(client, event, stage, choir, sign_in_as):
    part = joint.ask(event=event, institution=choir)
    delivered()
    sign_in_as(owner_of(choir))
    page = said(client, path(event), part=part.pk, join="1")
    assert "Ihre Einrichtung macht mit." in page
    (mail,) = delivered()
    assert mail.to == [owner_of(stage).email]
    page = said(client, path(event), part=part.pk, join="1")
    assert "Niemand wartet auf eine Antwort." in page


def test_who_declines_sees_it_no_more_and_may_be_asked_again(client, event, choir, sign_in_as):
    part = joint.ask(event=event, institution=choir)
    sign_in_as(owner_of(choir))
    assert "Sie haben abgelehnt." in said(client, path(event), part=part.pk, decline="1")
    assert client.get(path(event)).status_code == 404
    assert joint.ask(event=event, institution=choir).state == "invited"


def test_nobody_answers_for_another_institution(client, event, stage, choir, sign_in_as):
    part = joint.ask(event=event, institution=choir)
    sign_in_as(owner_of(stage))
    assert client.post(path(event), {"part": part.pk, "join": "1"}).status_code == 403
    sign_in_as(MemberFactory(institution=choir, role=Role.VIEWER).user)
    for button in ("join", "remove"):
        assert client.post(path(event), {"part": part.pk, button: "1"}).status_code == 403
    part.refresh_from_db()
    assert part.state == "invited"


def test_a_part_is_ended_by_its_own_institution(client, event, choir, sign_in_as):
    part = joint.ask(event=event, institution=choir)
    joint.decide(part=part, joins=True)
    sign_in_as(owner_of(choir))
    assert "Der Teil ist herausgenommen." in said(client, path(event), part=part.pk, remove="1")
    assert not EventPart.objects.exists()


def test_the_form_of_ones_part_shows_what_was_written_and_keeps_to_its_length(
    client, event, choir, sign_in_as
):
    part = joint.ask(event=event, institution=choir)
    joint.decide(part=part, joins=True)
    joint.edit(part=part, role="Chor", text="Wir singen.")
    sign_in_as(owner_of(choir))
    below = path(event, f"{part.pk}/")
    assert "Wir singen." in client.get(below).content.decode()
    answer = client.post(below, {"role": "x" * 121})
    assert answer.status_code == 422
    assert "role" in answer.context["form"].errors
    part.refresh_from_db()
    assert part.role == "Chor"


def test_a_part_of_another_event_is_not_there(client, event, stage, choir, sign_in_as):
    other = CultureEventFactory(institution=choir)
    part = joint.ask(event=other, institution=CultureInstitutionFactory())
    sign_in_as(owner_of(stage))
    assert client.post(path(event), {"part": part.pk, "remove": "1"}).status_code == 404
    assert EventPart.objects.filter(pk=part.pk).exists()


def test_what_is_not_joined_is_not_written_to(event, choir):
    part = joint.ask(event=event, institution=choir)
    with pytest.raises(NotAllowedError, match="macht nicht mit"):
        joint.edit(part=part, role="Chor", text="")


def test_neither_oneself_nor_who_does_not_take_part_is_asked(event, stage):
    with pytest.raises(NotAllowedError, match="Ihre eigene Veranstaltung"):
        joint.ask(event=event, institution=stage)
    waiting = CultureInstitutionFactory(verified=False)
    with pytest.raises(NotAllowedError, match="Nur Einrichtungen, die mitmachen"):
        joint.ask(event=event, institution=waiting)


def test_an_event_has_thirty_further_institutions_at_most(event, choir):
    for number in range(30):
        event.parts.create(institution=institution(f"Haus {number}"))
    with pytest.raises(NotAllowedError, match="höchstens 30"):
        joint.ask(event=event, institution=choir)
    assert event.parts.count() == 30
