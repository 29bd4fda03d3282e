"""Groups: founded, joined, left and closed, and who may do what in them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from participation.culture.domain import documents, groups
from participation.culture.domain.rules import NotAllowedError
from participation.culture.models import GroupPart, WorkGroup
from participation.culture.models.choices import Role
from tests.factories.culture import (
    CultureInstitutionFactory,
    GroupFactory,
    MemberFactory,
    owner_of,
)
from tests.factories.culture_events import institution
from tests.factories.files import PDF, upload
from tests.users.helpers import delivered

pytestmark = pytest.mark.django_db

NEW = "/konto/kultur/gruppen/neu/"
FORM = {"name": "Lichterfest", "purpose": "Gemeinsam vorbereiten."}


def words(answer) -> str:
    """All that a page says."""
    return answer.content.decode()


def said(client, path, **sent) -> str:
    """What the page after a press says."""
    return words(client.post(path, sent, follow=True))


@pytest.fixture
def group(stage, choir):
    """The stage's, with the choir in it."""
    return GroupFactory(founder=stage, joined=[choir])


def test_a_group_is_founded_and_whoever_is_asked_gets_a_mail(client, stage, choir, sign_in_as):
    sign_in_as(owner_of(stage))
    delivered()
    answer = client.post(NEW, FORM | {"asked": [choir.pk, stage.pk]}, follow=True)
    assert "Die Gruppe ist gegründet" in words(answer)
    states = dict(WorkGroup.objects.get().parts.values_list("institution", "state"))
    assert states == {stage.pk: "joined", choir.pk: "invited"}
    assert [mail.to for mail in delivered()] == [[owner_of(choir).email]]


def test_the_button_pressed_twice_founds_one_group(client, stage, sign_in_as):
    sign_in_as(owner_of(stage))
    key = str(uuid4())
    found = {client.post(NEW, FORM | {"key": key})["Location"] for _time in range(2)}
    assert found == {WorkGroup.objects.get().get_absolute_url()}


def test_a_group_without_a_name_is_not_founded(client, stage, sign_in_as):
    sign_in_as(owner_of(stage))
    answer = client.post(NEW, FORM | {"name": " "})
    assert answer.status_code == 422
    assert "name" in answer.context["form"].errors
    assert not WorkGroup.objects.exists()


def test_nobody_asks_an_institution_that_does_not_take_part(client, stage, sign_in_as):
    waiting = CultureInstitutionFactory(verified=False)
    sign_in_as(owner_of(stage))
    answer = client.post(NEW, FORM | {"asked": [waiting.pk]})
    assert "asked" in answer.context["form"].errors
    group = GroupFactory(founder=stage)
    with pytest.raises(NotAllowedError, match="Nur Einrichtungen, die mitmachen"):
        groups.ask(group=group, institution=waiting)


def test_too_many_who_are_asked_at_once_found_nothing(client, stage, sign_in_as):
    asked = [institution(f"Haus {number}").pk for number in range(60)]
    sign_in_as(owner_of(stage))
    answer = client.post(NEW, FORM | {"asked": asked})
    assert answer.status_code == 422
    assert "Eine Gruppe hat höchstens 60 Einrichtungen." in words(answer)
    assert not WorkGroup.objects.exists()


def test_who_plans_for_two_houses_says_for_which_a_group_is_founded(client, stage, sign_in_as):
    user = owner_of(stage)
    other = MemberFactory(user=user, role=Role.PLANNER).institution
    foreign = CultureInstitutionFactory()
    sign_in_as(user)
    answer = client.post(NEW, FORM | {"institution": foreign.pk})
    assert "institution" in answer.context["form"].errors
    client.post(NEW, FORM | {"institution": other.pk})
    assert WorkGroup.objects.get().founder == other


def test_something_is_said_in_a_group(client, group, choir, sign_in_as):
    sign_in_as(owner_of(choir))
    page = said(client, group.get_absolute_url(), text="Wann treffen wir uns?")
    assert "Ihre Nachricht steht in der Gruppe." in page
    assert "Wann treffen wir uns?" in page
    assert group.messages.get().institution == choir


def test_an_empty_message_is_not_said(client, group, choir, sign_in_as):
    sign_in_as(owner_of(choir))
    answer = client.post(group.get_absolute_url(), {"text": "  "})
    assert answer.status_code == 422
    assert "text" in answer.context["form"].errors
    assert not group.messages.exists()


def test_more_are_asked_in_and_whoever_was_asked_before_gets_no_second_mail(
    client, group, choir, sign_in_as
):
    third = CultureInstitutionFactory(name="Museum")
    sign_in_as(owner_of(choir))
    path = f"{group.get_absolute_url()}fragen/"
    delivered()
    assert "Sie bekommen eine E-Mail." in said(client, path, asked=[third.pk])
    groups.ask(group=group, institution=third)
    assert [mail.to for mail in delivered()] == [[owner_of(third).email]]
    assert client.post(path, {"asked": [third.pk]}).status_code == 422


def test_who_has_declined_may_be_asked_once_more(client, stage, choir, sign_in_as):
    group = GroupFactory(founder=stage, asked=[choir])
    part = group.parts.get(institution=choir)
    sign_in_as(owner_of(choir))
    path = group.get_absolute_url()
    assert "Sie haben abgelehnt." in said(client, path, part=part.pk, decline="1")
    assert client.get(path).status_code == 404
    sign_in_as(owner_of(stage))
    client.post(f"{path}fragen/", {"asked": [choir.pk]})
    part.refresh_from_db()
    assert part.state == "invited"


def test_an_answer_that_nobody_waits_for_is_told(client, group, choir, sign_in_as):
    part = group.parts.get(institution=choir)
    sign_in_as(owner_of(choir))
    page = said(client, group.get_absolute_url(), part=part.pk, join="1")
    assert "Niemand wartet auf eine Antwort." in page


def test_nobody_answers_or_leaves_for_others(client, group, stage, choir, sign_in_as):
    part = group.parts.get(institution=stage)
    sign_in_as(owner_of(choir))
    for button in ("leave", "join", "close"):
        sent = {"part": part.pk, button: "1"}
        assert client.post(group.get_absolute_url(), sent).status_code == 403
    group.refresh_from_db()
    assert not group.is_closed
    assert GroupPart.objects.filter(pk=part.pk).exists()


def test_an_institution_leaves_and_the_group_goes_on(client, group, choir, sign_in_as):
    sign_in_as(owner_of(choir))
    part = group.parts.get(institution=choir)
    page = said(client, group.get_absolute_url(), part=part.pk, leave="1")
    assert "Ihre Einrichtung hat die Gruppe verlassen." in page
    group.refresh_from_db()
    assert not group.is_closed
    assert client.get(group.get_absolute_url()).status_code == 404


def test_the_founder_closes_a_group_and_nothing_is_added_to_it(client, group, stage, sign_in_as):
    sign_in_as(owner_of(stage))
    path = group.get_absolute_url()
    assert "Die Gruppe ist geschlossen." in said(client, path, close="1")
    third = CultureInstitutionFactory()
    day = timezone.localdate() + timedelta(days=5)
    date = {"title": "Treffen", "start": f"{day}T18:00", "end": f"{day}T20:00"}
    for below, sent in (
        ("", {"text": "Noch wer da?"}),
        ("fragen/", {"asked": [third.pk]}),
        ("termine/neu/", date),
        ("dateien/neu/", {"title": "Plan", "file": upload("plan.pdf", PDF)}),
    ):
        assert "Diese Gruppe ist geschlossen." in said(client, f"{path}{below}", **sent), below
    assert [*group.messages.all(), *group.dates.all(), *group.documents.all()] == []
    assert not group.parts.filter(institution=third).exists()


def test_a_group_that_is_full_says_so(client, group, stage, sign_in_as):
    GroupPart.objects.bulk_create(
        GroupPart(group=group, institution=institution(f"Haus {number}")) for number in range(58)
    )
    sign_in_as(owner_of(stage))
    third = CultureInstitutionFactory()
    page = said(client, f"{group.get_absolute_url()}fragen/", asked=[third.pk])
    assert "Eine Gruppe hat höchstens 60 Einrichtungen." in page


def test_a_date_is_taken_out_after_a_question(client, group, stage, choir, sign_in_as):
    at = timezone.now() + timedelta(days=3)
    date = groups.add_date(
        group=group,
        institution=stage,
        title="Treffen",
        start=at,
        end=at + timedelta(hours=1),
        place="",
        by=owner_of(stage),
    )
    sign_in_as(owner_of(choir))
    path = f"{group.get_absolute_url()}termine/{date.pk}/"
    assert "Treffen" in words(client.get(path))
    assert group.dates.exists()
    assert "Der Termin ist herausgenommen." in said(client, path)
    assert not group.dates.exists()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"end": "{day}T17:00"}, "end"),
        ({"start": "2020-01-01T18:00"}, "start"),
        ({"title": ""}, "title"),
    ],
)
def test_a_date_that_cannot_be_has_its_message(client, group, choir, sign_in_as, values, field):
    sign_in_as(owner_of(choir))
    day = timezone.localdate() + timedelta(days=5)
    good = {"title": "Treffen", "start": f"{day}T18:00", "end": f"{day}T20:00"}
    sent = good | {name: value.format(day=day) for name, value in values.items()}
    answer = client.post(f"{group.get_absolute_url()}termine/neu/", sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not group.dates.exists()


def test_a_file_is_for_the_group_alone(client, group, choir, sign_in_as):
    sign_in_as(owner_of(choir))
    path = f"{group.get_absolute_url()}dateien/neu/"
    sent = {"title": "Lageplan", "file": upload("plan.pdf", PDF)}
    assert "Die Gruppe kann sie jetzt öffnen." in said(client, path, **sent)
    shared = group.documents.get()
    assert (shared.title, shared.institution, shared.for_all) == ("Lageplan", choir, False)
    sign_in_as(owner_of(CultureInstitutionFactory()))
    assert client.get(f"/konto/kultur/dokumente/{shared.pk}/datei/").status_code == 404


def test_who_is_asked_and_has_not_joined_gets_no_calendar_and_adds_nothing(
    client, stage, choir, sign_in_as
):
    group = GroupFactory(founder=stage, asked=[choir])
    sign_in_as(owner_of(choir))
    path = group.get_absolute_url()
    assert client.get(f"{path}gruppe.ics").status_code == 404
    assert client.get(f"{path}termine/neu/").status_code == 403
    with pytest.raises(NotAllowedError, match="nicht in dieser Gruppe"):
        groups.say(group=group, institution=choir, text="Hallo", by=owner_of(choir))
    with pytest.raises(NotAllowedError, match="nicht in dieser Gruppe"):
        documents.share(
            institution=choir,
            title="Plan",
            file=upload("plan.pdf", PDF),
            by=owner_of(choir),
            group=group,
        )
