"""Institutions and wishes before the office: verified, changed, published or given back."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from crowdfunding_lite.models import Stage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from cms.core.models import OutgoingMail
from participation.wishlist.domain import changes, files
from participation.wishlist.models import ReceiptSigner
from participation.wishlist.models.choices import InstitutionState, UpdateState
from participation.wishlist.models.institutions import ChangeKind
from tests.factories.wishlist import InstitutionFactory, UpdateFactory, WishFactory, owner_of
from tests.wishlist.office import institution, somebody

pytestmark = pytest.mark.django_db
OFFICE = "/admin/wishlist/"


@pytest.fixture
def reviewer(client, site):
    return somebody(client, "review_wish")


def page_of(found):
    return f"{OFFICE}institutions/{found.pk}/"


def decide(client, found, **said):
    return client.post(page_of(found), {"decide": "yes", "reason": ""} | said)


def test_everything_that_waits_stands_in_the_queue(client, reviewer):
    waiting = InstitutionFactory(verified=False)
    wish = WishFactory(stage="review")
    verified = InstitutionFactory()
    changes.ask(
        institution=verified,
        kind=ChangeKind.BANK,
        values={"iban": "DE02120300000000202051", "account_holder": "Neu"},
        by=owner_of(verified),
    )
    ending = institution(tax_valid_until=timezone.localdate() + timedelta(days=10))
    page = client.get(f"{OFFICE}review/").content.decode()
    for name in (waiting.name, wish.title, verified.name, ending.name):
        assert name in page


def test_an_empty_queue_says_so(client, reviewer):
    assert "Nichts wartet" in client.get(f"{OFFICE}review/").content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_queue_costs_the_same(client, reviewer, assert_query_count, number):
    for _ in range(number):
        institution(state=InstitutionState.APPLIED)
        institution(tax_valid_until=timezone.localdate())
    client.get(f"{OFFICE}review/")
    with assert_query_count(16):
        client.get(f"{OFFICE}review/")


def test_an_institution_is_verified_until_the_day_on_its_paper(client, reviewer):
    found = InstitutionFactory(verified=False)
    assert "VR 1234" in client.get(page_of(found)).content.decode()
    decide(client, found, action="verify", tax_valid_until="2029-05-01")
    found.refresh_from_db()
    assert (found.state, found.tax_valid_until) == (InstitutionState.VERIFIED, date(2029, 5, 1))
    assert found.steps.last().by == reviewer


@pytest.mark.parametrize("action", ["decline", "suspend"])
def test_no_needs_a_reason_that_the_institution_reads(client, reviewer, action):
    found = InstitutionFactory(verified=action == "suspend")
    assert decide(client, found, action=action).status_code == 422
    OutgoingMail.objects.all().delete()
    decide(client, found, action=action, reason="Der Bescheid fehlt.")
    found.refresh_from_db()
    assert found.state == {"decline": "declined", "suspend": "suspended"}[action]
    assert "Der Bescheid fehlt." in str(OutgoingMail.objects.get().context)


def test_only_what_fits_the_state_is_offered(client, reviewer):
    found = InstitutionFactory()
    assert decide(client, found, action="decline", reason="Nein").status_code == 422
    found.refresh_from_db()
    assert found.state == InstitutionState.VERIFIED


def test_another_bank_account_is_in_force_when_the_office_has_asked_back(client, reviewer):
    found = InstitutionFactory()
    new = {"iban": "DE02120300000000202051", "account_holder": "Neu"}
    asked = changes.ask(institution=found, kind=ChangeKind.BANK, values=new, by=owner_of(found))
    assert "DE02120300000000202051" in client.get(page_of(found)).content.decode()
    client.post(f"{OFFICE}changes/{asked.pk}/", {"action": "refuse", "reason": ""})
    asked.refresh_from_db()
    assert asked.decided_at is None
    client.post(f"{OFFICE}changes/{asked.pk}/", {"action": "accept"})
    found.receiver.refresh_from_db()
    assert found.receiver.iban == new["iban"]


def test_a_change_is_refused_with_a_reason(client, reviewer):
    found = InstitutionFactory()
    new = {"iban": "DE02120300000000202051", "account_holder": "Neu"}
    asked = changes.ask(institution=found, kind=ChangeKind.BANK, values=new, by=owner_of(found))
    client.post(f"{OFFICE}changes/{asked.pk}/", {"action": "refuse", "reason": "Nicht bestätigt"})
    asked.refresh_from_db()
    assert (asked.accepted, asked.reason) == (False, "Nicht bestätigt")


def picture(kind="PNG", size=(300, 100)):
    data = BytesIO()
    Image.new("L", size).save(data, kind)
    return SimpleUploadedFile("unterschrift.png", data.getvalue())


def sign(client, found, **fields):
    return client.post(page_of(found), {"sign": "yes"} | fields)


def test_a_signature_is_kept_for_receipts(client, reviewer):
    found = InstitutionFactory()
    sign(
        client,
        found,
        **{
            "signer-signatory": "Vorstand",
            "signer-machine_told_on": "2026-01-01",
            "signer-purposes": "der Jugendhilfe",
            "signer-picture": picture(),
        },
    )
    signer = ReceiptSigner.objects.get()
    assert (signer.signatory, signer.machine_told_on) == ("Vorstand", date(2026, 1, 1))
    assert bytes(signer.signature).startswith(b"\x89PNG")
    sign(client, found, **{"signer-signatory": "Neu"})
    signer.refresh_from_db()
    assert (signer.signatory, bool(signer.signature)) == ("Neu", True)


@pytest.mark.parametrize(
    "file", [picture("JPEG"), SimpleUploadedFile("a.png", b"x"), picture(size=(3000, 3000))]
)
def test_what_is_no_small_png_is_refused(client, reviewer, file):
    answer = sign(client, InstitutionFactory(), **{"signer-picture": file})
    assert answer.status_code == 422
    assert not ReceiptSigner.objects.exists()


def test_a_wish_is_published_or_given_back(client, reviewer):
    wish = WishFactory(stage="review")
    address = f"{OFFICE}wishes/{wish.pk}/"
    assert wish.story in client.get(address).content.decode()
    said = {"decide": "yes", "action": "give_back"}
    assert client.post(address, said | {"reason": ""}).status_code == 422
    client.post(address, said | {"reason": "Bitte ein Bild."})
    wish.campaign.refresh_from_db()
    assert wish.campaign.stage == Stage.DRAFT
    assert wish.campaign.steps.last().reason == "Bitte ein Bild."


def test_a_published_wish_is_public(client, reviewer):
    wish = WishFactory(stage="review")
    client.post(f"{OFFICE}wishes/{wish.pk}/", {"decide": "yes", "action": "publish", "reason": ""})
    wish.campaign.refresh_from_db()
    assert wish.campaign.stage == Stage.PUBLISHED


def test_an_update_is_hidden_with_a_reason_and_shown_again(client, reviewer):
    update = UpdateFactory()
    address = f"{OFFICE}updates/{update.pk}/"
    client.post(address, {"action": "hide", "reason": ""})
    update.refresh_from_db()
    assert update.state == UpdateState.PUBLISHED
    client.post(address, {"action": "hide", "reason": "Nennt ein Kind."})
    update.refresh_from_db()
    assert (update.state, update.hidden_reason) == (UpdateState.HIDDEN, "Nennt ein Kind.")
    assert "Nennt ein Kind." in client.get(f"{OFFICE}wishes/{update.wish_id}/").content.decode()
    client.post(address, {"action": "show"})
    update.refresh_from_db()
    assert update.state == UpdateState.PUBLISHED


def test_institutions_are_found_by_name(client, reviewer):
    found = institution(name="Tafel Norderstedt")
    institution(name="Jugendhaus")
    assert list(client.get(f"{OFFICE}institutions/?q=tafel").context["page_obj"]) == [found]


def test_the_start_page_says_what_waits(client, reviewer):
    InstitutionFactory(verified=False)
    WishFactory(stage="review")
    page = client.get("/admin/").content.decode()
    assert "1 Wunsch zu veröffentlichen" in page
    assert "Einrichtung zu prüfen" in page


def test_who_reviews_opens_the_papers(client, reviewer):
    found = InstitutionFactory()
    paper = SimpleUploadedFile("bescheid.pdf", b"%PDF-1.7 der alte")
    found.tax_document = files.keep_paper(file=paper, by=None)
    found.save()
    address = f"{page_of(found)}paper/"
    assert f'href="{address}"' in client.get(page_of(found)).content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 der alte"
    assert answer["Content-Type"] == "application/pdf"


def test_newer_papers_are_read_in_the_words_of_their_form(client, reviewer):
    found = InstitutionFactory()
    paper = SimpleUploadedFile("neu.pdf", b"%PDF-1.7 der neue")
    values = {"tax_status": "determination", "tax_notice_on": date(2026, 3, 4)}
    asked = changes.ask(
        institution=found, kind=ChangeKind.PAPERS, values=values, by=owner_of(found), paper=paper
    )
    page = client.get(page_of(found)).content.decode()
    for words in ("Feststellung nach § 60a AO", "04.03.2026", "Datum des Bescheids"):
        assert words in page
    answer = client.get(f"{OFFICE}changes/{asked.pk}/paper/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 der neue"
