"""How an institution gets onto the wish list."""

from datetime import date, timedelta

import pytest
from crowdfunding_lite.models import Receiver
from django.utils import timezone

from cms.core.guards import stamp
from cms.core.models import CustomDocument
from participation.wishlist.domain import changes, institutions
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import Institution
from participation.wishlist.models.choices import InstitutionState, Role
from participation.wishlist.models.institutions import ChangeKind, receipts_until
from tests.factories.files import PDF, png, upload
from tests.factories.people import UserFactory
from tests.factories.wishlist import BANK, InstitutionFactory, MembershipFactory, owner_of
from tests.users.helpers import delivered
from tests.wishlist.helpers import NOW, mailed_link, subjects

pytestmark = pytest.mark.django_db

APPLY = "/wunschliste/einrichtungen/anmelden/"
FIELDS = {
    "name": "Radwerkstatt e. V.",
    "legal_form": "association",
    "register_number": "VR 1234",
    "description": "Wir reparieren Räder.",
    "cause": "children",
    "street": "Musterweg 1",
    "postcode": "22846",
    "city": "Norderstedt",
    "contact_name": "Büro",
    "contact_email": "buero@example.org",
    "tax_status": "notice",
    "tax_office": "Kiel",
    "tax_number": "20/290/12345",
    "tax_notice_on": "2025-03-01",
    "account_holder": "Radwerkstatt e. V.",
    "iban": "DE89 3704 0044 0532 0130 00",
    "is_allowed": "on",
    "email": "erika@example.org",
}


def apply(client, **fields):
    return client.post(APPLY, FIELDS | {"opened": stamp(60)} | fields)


def test_an_application_waits_for_its_link_and_then_for_the_office(client, wishes_page):
    apply(client, paper=upload("bescheid.pdf", PDF), logo=upload("logo.png", png()))
    institution = Institution.objects.get()
    assert institution.state == InstitutionState.UNCONFIRMED

    client.post(mailed_link())

    institution.refresh_from_db()
    assert institution.state == InstitutionState.APPLIED
    assert owner_of(institution).email == "erika@example.org"
    assert institution.receiver.iban == "DE89370400440532013000"
    assert not institution.receiver.is_active


def test_opening_the_link_alone_confirms_nothing(client, wishes_page):
    apply(client)
    client.get(mailed_link())

    assert Institution.objects.get().state == InstitutionState.UNCONFIRMED


def test_somebody_signed_in_need_not_confirm(client, wishes_page, person):
    answer = apply(client)

    institution = Institution.objects.get()
    assert institution.state == InstitutionState.APPLIED
    assert answer["Location"] == f"/konto/wunschliste/einrichtungen/{institution.pk}/"


def test_the_same_form_twice_is_one_application(client, wishes_page):
    key = "6f1c4a0e-5d8b-4f3a-9c1e-0d6a7b2e4c55"
    apply(client, key=key)
    apply(client, key=key)

    assert Institution.objects.count() == Receiver.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("iban", "DE89370400440532013001"),
        ("iban", "GB33BUKB20201555555555X"),
        ("iban", "BR1500000000000010932840814P2"),
        ("postcode", "2284"),
        ("postcode", "٢٢٨٤٦"),
        ("register_number", ""),
        ("tax_notice_on", "2999-01-01"),
        ("tax_number", ""),
        ("name", "---"),
        ("homepage", "javascript:alert(1)"),
        ("legal_form", "sect"),
        ("is_allowed", ""),
        ("description", ""),
    ],
)
def test_what_is_wrong_gets_its_message_and_nothing_is_lost(client, wishes_page, field, value):
    answer = apply(client, **{field: value})

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert "Musterweg 1" in answer.content.decode()
    assert not Institution.objects.exists()


def test_a_paper_that_is_no_document_is_refused(client, wishes_page):
    answer = apply(client, paper=upload("bescheid.pdf", b"MZ\x90 no paper"))

    assert answer.context["form"].errors["paper"]


def test_papers_are_for_the_office_alone(client, wishes_page):
    apply(client, paper=upload("bescheid.pdf", PDF))

    paper = CustomDocument.objects.get()
    assert client.get(paper.url).status_code in (302, 403)


def test_who_does_not_confirm_is_forgotten_with_all_files(client, wishes_page, time_machine):
    time_machine.move_to(NOW, tick=False)
    apply(client, paper=upload("bescheid.pdf", PDF))
    time_machine.shift(timedelta(hours=80))

    assert institutions.expire_unconfirmed() == 1
    assert not Institution.objects.exists()
    assert not CustomDocument.objects.exists()
    assert not Receiver.objects.exists()


def test_verifying_makes_an_institution_public_and_its_receiver_active(site):
    institution = InstitutionFactory()

    assert institution.is_public
    assert institution.receiver.is_active
    assert [step.state for step in institution.steps.all()] == ["applied", "verified"]


def test_a_declined_application_is_told_with_the_reason(site):
    institution = InstitutionFactory(verified=False)
    delivered()

    institutions.decline(institution=institution, by=UserFactory(), reason="Kein Bescheid.")

    mail = delivered()[-1]
    assert "abgelehnt" in mail.subject
    assert "Kein Bescheid." in mail.body


@pytest.mark.parametrize("state", ["unconfirmed", "applied", "declined", "suspended"])
def test_only_verified_institutions_are_shown(client, wishes_page, state):
    institution = InstitutionFactory(name="Verein Unsichtbar")
    Institution.objects.filter(pk=institution.pk).update(state=state)

    assert client.get(institution.get_absolute_url()).status_code == 404
    assert "Unsichtbar" not in client.get("/wunschliste/einrichtungen/").content.decode()


@pytest.mark.parametrize(
    ("status", "noticed", "until"),
    [
        ("notice", date(2024, 5, 7), date(2029, 5, 6)),
        ("notice", date(2024, 2, 29), date(2029, 2, 28)),
        ("determination", date(2024, 5, 7), date(2027, 5, 6)),
        ("public", date(2024, 5, 7), None),
        ("none", None, None),
    ],
)
def test_receipts_may_be_issued_as_long_as_the_law_says(status, noticed, until):
    assert receipts_until(status, noticed) == until


# --- what only the office may change -------------------------------------------------------------

NEW_BANK = {"account_holder": "Fremd", "iban": "DE02120300000000202051"}


def test_another_bank_account_waits_for_the_office_and_every_owner_hears_of_it(site):
    institution = InstitutionFactory()
    MembershipFactory(institution=institution, role=Role.OWNER)
    delivered()

    first = institution.members.owners().first().user
    changes.ask(institution=institution, kind=ChangeKind.BANK, values=NEW_BANK, by=first)

    institution.receiver.refresh_from_db()
    assert institution.receiver.iban == BANK["iban"]
    assert len(delivered()) == 2


def test_the_office_puts_it_into_force(site):
    institution = InstitutionFactory()
    asked = changes.ask(
        institution=institution, kind=ChangeKind.BANK, values=NEW_BANK, by=UserFactory()
    )

    changes.accept(request=asked, by=UserFactory())

    institution.receiver.refresh_from_db()
    assert institution.receiver.iban == NEW_BANK["iban"]
    with pytest.raises(NotAllowedError):
        changes.refuse(request=asked, by=UserFactory(), reason="Zu spät")


def test_newer_papers_prolong_the_time_for_receipts_once_accepted(site):
    institution = InstitutionFactory()
    values = {name: getattr(institution, name) for name in changes.PAPERS}
    today = timezone.localdate()
    asked = changes.ask(
        institution=institution,
        kind=ChangeKind.PAPERS,
        values=values | {"tax_notice_on": today},
        by=UserFactory(),
    )

    changes.accept(request=asked, by=UserFactory())

    institution.refresh_from_db()
    assert institution.tax_valid_until == receipts_until("notice", today)


def test_subjects_are_in_the_readers_language(site):
    owner = UserFactory(language="en")
    InstitutionFactory(owner=owner)

    assert subjects() == ["We have your application", "Your institution is verified"]


def test_what_is_missing_is_listed_in_the_order_of_the_page(client, wishes_page):
    form = client.post(APPLY, {"opened": stamp(60)}).context["form"]
    shown = [field.name for _title, fields in form.groups() for field in fields]

    assert list(form.errors) == [name for name in shown if name in form.errors]
