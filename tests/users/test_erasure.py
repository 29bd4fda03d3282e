"""Erasing an account: asked for, confirmed by mail, thought over, carried out."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import APIToken, Comment, ModelLogEntry, Page, Revision
from wagtail.users.models import UserProfile

from cms.pages.models import Enquiry
from cms.users import domain, queries, tasks
from cms.users.models import ErasureRequest, User
from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.people import PASSWORD, EnquiryFactory, UserFactory
from tests.users.helpers import account, delivered, is_signed_in, last_mail, link_of, sign_in

pytestmark = pytest.mark.django_db

COOLING_OFF = timedelta(days=14)


def ask(client):
    """Ask for the erasure as a browser does; the answer."""
    client.post("/konto/bestaetigen/?next=/konto/", {"password": PASSWORD})
    return client.post("/konto/daten/loeschen/")


def confirmed(person):
    """A confirmed wish."""
    return domain.confirm_erasure(request=domain.request_erasure(user=person))


def test_from_the_wish_to_the_erasure(client, person, site):
    sign_in(client, person)
    assert ask(client)["Location"] == "/konto/daten/"
    link = link_of(last_mail())
    assert "Ja, mein Konto löschen" in client.get(link).content.decode()
    assert not queries.due_erasures().exists()
    assert "Bestätigt." in client.post(link).content.decode()
    assert "wird am" in client.get("/konto/").content.decode()
    tasks.erase_due_accounts(0)
    person.refresh_from_db()
    assert person.is_active

    with time_machine.travel(timezone.now() + COOLING_OFF + timedelta(minutes=1)):
        tasks.erase_due_accounts(0)
        person.refresh_from_db()
        assert person.erased_at
        assert not is_signed_in(client)
    told = delivered()[-1]
    assert (told.to, told.subject) == (["erika@example.org"], "Ihr Konto ist gelöscht")


def test_nothing_of_the_person_is_left_in_the_account(person, site):
    person.first_name, person.last_name = "Erika", "Muster"
    person.save()
    ModelLogEntry.objects.log_action(person, "wagtail.edit", user=person)
    APIToken.objects.create(user=person, name="mein Skript", key_hash="x", prefix="y")
    domain.erase_account(user=person)
    person.refresh_from_db()
    assert person.email.endswith("@erased.invalid")
    assert not person.has_usable_password()
    assert (person.first_name, person.last_name, person.last_login) == ("", "", None)
    assert not person.emailaddress_set.exists()
    assert not person.groups.exists()
    assert not APIToken.objects.exists()
    assert not ModelLogEntry.objects.filter(label__contains="Erika").exists()


def test_what_others_built_on_stays_without_the_name(person, site):
    page = Page.objects.get(pk=site.home.pk)
    revision = site.home.save_revision(user=person, log_action="wagtail.edit")
    comment = Comment.objects.create(page=page, user=person, text="Stimmt.", contentpath="title")
    image, document = (
        ImageFactory(uploaded_by_user=person),
        DocumentFactory(uploaded_by_user=person),
    )
    domain.erase_account(user=person)
    for kept in (revision, comment, image, document, page):
        kept.refresh_from_db()
    assert str(Revision.objects.get(pk=revision.pk).user) == f"Gelöschtes Konto {person.pk}"
    assert str(comment.user) == f"Gelöschtes Konto {person.pk}"
    assert image.uploaded_by_user == document.uploaded_by_user == person


def test_answered_messages_go_and_open_ones_lose_the_name(person, site):
    EnquiryFactory(email=person.email, state="answered")
    EnquiryFactory(email=person.email, name="Erika", message="Die Rampe fehlt.")
    EnquiryFactory(email="other@example.org")
    domain.erase_account(user=person)
    left = Enquiry.objects.get(message="Die Rampe fehlt.")
    assert (left.name, left.email) == ("", "")
    assert Enquiry.objects.count() == 2


def test_the_picture_of_oneself_goes_with_its_file(person):
    from django.core.files.base import ContentFile

    profile = UserProfile.get_for_user(person)
    profile.avatar.save("ich.png", ContentFile(b"picture"))
    domain.erase_account(user=person)
    assert not profile.avatar.storage.exists(profile.avatar.name)


def test_opening_the_link_alone_confirms_nothing(client, person, site):
    domain.request_erasure(user=person)
    client.get(link_of(last_mail()))
    assert ErasureRequest.objects.get().confirmed_at is None


def test_the_link_works_once(client, person, site):
    domain.request_erasure(user=person)
    link = link_of(last_mail())
    client.post(link)
    assert client.post(link).status_code == 410
    assert len(delivered()) == 1


def test_the_link_runs_out_after_a_day(client, person, site):
    domain.request_erasure(user=person)
    link = link_of(last_mail())
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        answer = client.post(link)
    assert answer.status_code == 410
    assert "Dieser Link gilt nicht mehr" in answer.content.decode()


def test_a_new_link_makes_the_old_one_worthless(client, person, site):
    domain.request_erasure(user=person)
    old = link_of(last_mail())
    domain.request_erasure(user=person)
    assert client.post(old).status_code == 410
    assert client.post(link_of(last_mail())).status_code == 200


def test_a_link_is_worthless_to_somebody_else_who_is_signed_in(client, person, site):
    domain.request_erasure(user=person)
    link = link_of(last_mail())
    sign_in(client, account("other@example.org"))
    assert client.post(link).status_code == 410
    assert ErasureRequest.objects.get().confirmed_at is None


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "…", "x" * 3000])
def test_a_forged_link_is_refused_in_words(client, site, token):
    answer = client.post(f"/konto/daten/loeschen/bestaetigen/{token}/")
    assert answer.status_code == 410


def test_the_link_that_keeps_the_account_is_no_link_that_erases_it(client, person, site):
    confirmed(person)
    keep = link_of(last_mail())
    token = keep.rstrip("/").rpartition("/")[2]
    assert client.post(f"/konto/daten/loeschen/bestaetigen/{token}/").status_code == 410


def test_a_change_of_mind_by_the_link_of_the_mail(client, person, site):
    confirmed(person)
    keep = link_of(last_mail())
    assert "Möchten Sie es behalten?" in client.get(keep).content.decode()
    client.post(keep)
    assert not ErasureRequest.objects.exists()
    assert client.post(keep).status_code == 410


def test_a_change_of_mind_by_the_button(client, person, site):
    confirmed(person)
    sign_in(client, person)
    assert "Mein Konto behalten" in client.get("/konto/daten/").content.decode()
    assert "Mein Konto behalten" in client.get("/konto/daten/loeschen/").content.decode()
    client.post("/konto/daten/behalten/")
    assert not ErasureRequest.objects.exists()
    assert client.post("/konto/daten/behalten/")["Location"] == "/konto/daten/"


def test_asking_again_does_not_start_the_time_anew(person):
    first = confirmed(person)
    again = domain.request_erasure(user=person)
    assert again.confirmed_at == first.confirmed_at


def test_asking_for_the_erasure_asks_for_the_password_again(client, person, site):
    sign_in(client, person)
    assert client.get("/konto/daten/loeschen/").status_code == 200
    answer = client.post("/konto/daten/loeschen/")
    assert answer["Location"].startswith("/konto/bestaetigen/")


def test_asking_too_often_is_refused(client, person, site):
    sign_in(client, person)
    answers = [ask(client).status_code for _time in range(6)]
    assert answers == [302, 302, 302, 302, 302, 429]


def test_the_last_administrator_is_refused_in_words(client, site):
    admin = account("admin@example.org", admin=True)
    sign_in(client, admin)
    answer = ask(client)
    assert answer.status_code == 422
    assert "Sie sind die einzige Person, die Konten verwalten kann" in answer.content.decode()
    assert not delivered()


def test_an_administrator_among_several_can_leave(client, site):
    UserFactory(admin=True)
    assert confirmed(account("admin@example.org", admin=True)).confirmed_at


def test_who_manages_accounts_through_a_group_counts(site):
    from django.contrib.auth.models import Group, Permission

    group = Group.objects.create(name="Office")
    group.permissions.add(Permission.objects.get(codename="change_user"))
    UserFactory().groups.add(group)
    assert queries.administrators().count() == 1
    assert confirmed(account("admin@example.org", admin=True)).confirmed_at


def test_closed_accounts_do_not_count_as_administrators(site):
    UserFactory(admin=True, is_active=False)
    with pytest.raises(ValidationError):
        domain.request_erasure(user=account("admin@example.org", admin=True))


def test_becoming_the_last_administrator_before_confirming_is_refused(client, site):
    other = UserFactory(admin=True)
    admin = account("admin@example.org", admin=True)
    domain.request_erasure(user=admin)
    link = link_of(last_mail())
    domain.erase_account(user=other)
    answer = client.post(link)
    assert answer.status_code == 422
    assert "Sie sind die einzige Person" in answer.content.decode()


def test_becoming_the_last_administrator_before_the_day_keeps_the_account(site):
    other = UserFactory(admin=True)
    admin = account("admin@example.org", admin=True)
    confirmed(admin)
    domain.erase_account(user=other)
    delivered()
    with time_machine.travel(timezone.now() + COOLING_OFF + timedelta(minutes=1)):
        tasks.erase_due_accounts(0)
    admin.refresh_from_db()
    assert admin.is_active
    assert [mail.subject for mail in delivered()] == ["Ihr Konto konnte nicht gelöscht werden"]
    assert not ErasureRequest.objects.exists()


def test_one_account_that_cannot_be_erased_does_not_hold_up_the_others(site, person):
    admin = account("admin@example.org", admin=True)
    helper = UserFactory(admin=True)
    confirmed(admin)
    confirmed(person)
    User.objects.filter(pk=helper.pk).update(is_active=False)
    with time_machine.travel(timezone.now() + COOLING_OFF + timedelta(minutes=1)):
        tasks.erase_due_accounts(0)
    person.refresh_from_db()
    assert person.erased_at


def test_an_erased_address_can_register_anew(client, person, site):
    domain.erase_account(user=person)
    client.post("/konto/registrieren/", {"email": "erika@example.org"})
    assert User.objects.filter(email="erika@example.org").exists()


def test_accounts_and_wishes_nobody_confirmed_are_forgotten(client, person, site):
    client.post("/konto/registrieren/", {"email": "nie@example.org"})
    User.objects.create_user("kollegin@example.org")
    domain.request_erasure(user=person)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        tasks.apply_retention(0)
    assert not User.objects.filter(email="nie@example.org").exists()
    assert User.objects.filter(email="kollegin@example.org").exists()
    assert User.objects.filter(pk=person.pk).exists()
    assert not ErasureRequest.objects.exists()


def test_devices_are_forgotten_when_their_session_is_over(client, person, site):
    from allauth.usersessions.models import UserSession

    sign_in(client, person)
    sign_in(Client(), person)
    assert domain.forget_ended_sessions() == 0
    client.session.flush()
    assert domain.forget_ended_sessions() == 1
    assert UserSession.objects.count() == 1


def test_the_mails_speak_the_persons_language(person):
    person.language = "en"
    person.save()
    domain.request_erasure(user=person)
    assert link_of(last_mail()).startswith("/en/konto/daten/loeschen/bestaetigen/")
