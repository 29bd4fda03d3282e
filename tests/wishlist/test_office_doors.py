"""Who may see which page of the office, whoever guesses its address."""

import json

import pytest
from crowdfunding_lite.models import Dispute, DonationEvent
from django.urls import reverse

from cms.users.roles import group_of
from participation.wishlist import wagtail_hooks
from participation.wishlist.domain import receipts
from participation.wishlist.models import BankFile, Receipt
from participation.wishlist.roles import AUDITORS, MONEY, REVIEW, REVIEWERS, SEE, TREASURERS
from tests.factories.people import UserFactory
from tests.wishlist.office import dispute, donation, refund, somebody

pytestmark = pytest.mark.django_db
PAGES = [
    *wagtail_hooks.money_urls(),
    *wagtail_hooks.treasury_urls(),
    *wagtail_hooks.review_urls(),
]
POSTED = {
    *("wishlist_explain_difference", "wishlist_solve_refund", "wishlist_issue_receipt"),
    *("wishlist_stop_subscription", "wishlist_act_on_payout", "wishlist_make_file"),
    *("wishlist_act_on_file", "wishlist_issue_many", "wishlist_change", "wishlist_update"),
}
OF_REVIEWERS = {
    *("wishlist_review", "wishlist_institutions", "wishlist_institution", "wishlist_change"),
    *("wishlist_wish", "wishlist_update", "wishlist_paper", "wishlist_change_paper"),
}
SEEN_BY_ALL = {
    *("wishlist_alerts", "wishlist_figures", "wishlist_disputes", "wishlist_dispute"),
    *("wishlist_donations", "wishlist_donation", "wishlist_subscriptions", "wishlist_pledges"),
    *("wishlist_payouts", "wishlist_all_payouts", "wishlist_receipts", "wishlist_receipt"),
}


@pytest.fixture
def address(site):
    """A function that gives the address of a page, of rows that exist."""
    given = donation()
    receipt = receipts.issue(kind="single", donations=[donation()])
    file = BankFile.objects.create(
        message_id="WL-1", execute_on="2026-01-01", count=0, cents=0, xml=b"<x/>", sha256=""
    )
    of = {
        "wishlist_dispute": dispute(given).pk,
        "wishlist_solve_refund": refund(given, state="failed").pk,
        "wishlist_receipt": receipt.pk,
        "wishlist_receipt_pdf": receipt.pk,
        "wishlist_file": file.pk,
        "wishlist_act_on_file": file.pk,
        "wishlist_plan_payout": donation().campaign_id,
        "wishlist_institution": given.campaign.wish.institution_id,
        "wishlist_wish": given.campaign.wish.pk,
    }

    def address(name, converters):
        values = {"pk": of.get(name, given.pk), "ending": "csv", "kind": "datev"}
        return reverse(name, kwargs={key: values[key] for key in converters})

    return address


def ask(client, page, address):
    call = client.post if page.name in POSTED else client.get
    return call(address(page.name, page.pattern.converters), follow=True)


def is_sent_home(answer):
    return [where for where, _status in answer.redirect_chain] == ["/admin/"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_an_editor_is_sent_home_from_every_page(client, address, page):
    somebody(client)
    answer = ask(client, page, address)
    assert is_sent_home(answer)
    assert answer.context["messages"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_readers_see_the_books_and_change_nothing(client, address, page):
    somebody(client, SEE.partition(".")[2])
    assert is_sent_home(ask(client, page, address)) == (page.name not in SEEN_BY_ALL)


@pytest.mark.parametrize("rights", [[SEE], [SEE, REVIEW]])
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("wishlist_donation", {"words": "Bitte prüfen"}),
        ("wishlist_receipt", {"words": "Falscher Name"}),
        ("wishlist_dispute", {"evidence": "Quittung"}),
    ],
)
def test_what_readers_send_from_a_page_they_see_is_refused(client, address, name, fields, rights):
    somebody(client, *(right.partition(".")[2] for right in rights))
    path = address(name, ["pk"])
    assert client.get(path).status_code == 200
    events = DonationEvent.objects.count()
    assert is_sent_home(client.post(path, fields, follow=True))
    assert DonationEvent.objects.count() == events
    assert not Receipt.objects.exclude(void_at=None).exists()
    assert not Dispute.objects.exclude(evidence_note="").exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_reviewers_alone_see_papers(client, address, page):
    somebody(client, REVIEW.partition(".")[2])
    seen = {*OF_REVIEWERS, "wishlist_pledges"}
    if page.name in POSTED and page.name in seen:
        return  # tried in the tests of the review
    assert is_sent_home(ask(client, page, address)) == (page.name not in seen)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name not in POSTED], ids=lambda page: page.name
)
def test_the_treasury_sees_everything_but_the_review(client, address, page):
    somebody(client, SEE.partition(".")[2], MONEY.partition(".")[2])
    answer = ask(client, page, address)
    assert is_sent_home(answer) == (page.name in OF_REVIEWERS)


@pytest.mark.parametrize(
    ("role", "may"),
    [(TREASURERS, {SEE, MONEY}), (REVIEWERS, {SEE, REVIEW}), (AUDITORS, {SEE})],
)
def test_groups_come_with_the_installation(role, may):
    user = UserFactory()
    user.groups.add(group_of(role))
    assert {right for right in (SEE, MONEY, REVIEW) if user.has_perm(right)} == may
    assert user.has_perm("wagtailadmin.access_admin")
    assert user.has_perm("wishlist.change_officesettings") == (role == TREASURERS)


@pytest.mark.parametrize(
    ("rights", "words"),
    [
        (["view_books"], {"Hinweise", "Spenden", "Auszahlungen", "Bestätigungen", "Zahlen"}),
        (["review_wish"], {"Prüfung", "Einrichtungen", "Zusagen"}),
    ],
)
def test_the_menu_shows_what_one_may(client, site, rights, words):
    somebody(client, *rights)
    page = client.get("/admin/").content.decode()
    for word in words:
        assert f'"label": {json.dumps(word)}' in page
    assert json.dumps("Dateien für die Buchhaltung") not in page
