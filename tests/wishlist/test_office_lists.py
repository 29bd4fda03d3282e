"""What the office looks at: alerts, payouts, receipts, disputes, monthly donations."""

from datetime import timedelta

import pytest
from crowdfunding_lite import domain as money
from crowdfunding_lite.models import (
    Difference,
    DonationState,
    Need,
    Payout,
    PayoutState,
    Pledge,
    RefundState,
    Subscription,
    SubscriptionState,
)
from django.utils import timezone

from cms.core.dashboard import _sources
from participation.wishlist import dashboard
from participation.wishlist.domain import receipts
from participation.wishlist.models import Receipt, ReceiptKind, ReceiptSeries
from participation.wishlist.queries import alerts
from participation.wishlist.queries import receipts as receipt_queries
from tests.wishlist.office import (
    dispute,
    donation,
    donor,
    institution,
    refund,
    somebody,
    treasury,
    wish,
)

pytestmark = pytest.mark.django_db
OFFICE = "/admin/wishlist/"


@pytest.fixture
def treasurer(client, site):
    treasury(payer_name="Stadtkasse", payer_iban="DE89370400440532013000")
    return somebody(client, "view_books", "manage_money")


def monthly(number, **fields):
    place = institution()
    return [
        Subscription.objects.create(
            campaign=wish(place).campaign,
            donor=donor(),
            **{"amount_cents": 1000, "state": SubscriptionState.ACTIVE} | fields,
        )
        for _ in range(number)
    ]


def pledged(number):
    place = institution()
    return [
        Pledge.objects.create(
            need=Need.objects.create(
                campaign=wish(place).campaign, kind="thing", title="Helme", quantity=3
            ),
            name="Petra Klein",
            state="promised",
        )
        for _ in range(number)
    ]


def every_trouble(number):
    """Each kind of alert, so many times."""
    place = institution()
    for _ in range(number):
        given = [donation(wish(place)) for _ in range(3)]
        refund(given[0], state=RefundState.FAILED)
        dispute(given[1])
        donation(wish(place), mismatch="cents")
        donation(
            wish(place),
            state=DonationState.STARTED,
            paid_at=timezone.now() - timedelta(days=9),
        )
        payout = money.plan_payout(campaign=given[2].campaign)
        Payout.objects.filter(pk=payout.pk).update(state=PayoutState.FAILED)
        Difference.objects.create(
            provider_reference=f"txn_{given[0].pk}", day=timezone.localdate(), theirs_cents=5
        )
        donation(wish(place), wants_receipt=True)
        institution(tax_valid_until=timezone.localdate())
    monthly(number, state=SubscriptionState.PAST_DUE)


def test_nothing_wrong_is_said_too(client, treasurer):
    assert "Alles in Ordnung" in client.get(OFFICE).content.decode()


def test_every_trouble_is_an_alert(client, treasurer):
    every_trouble(1)
    page = client.get(OFFICE).content.decode()
    for words in (
        "Abweichungen vom Guthaben",
        "Bücher, die nicht übereinstimmen",
        "Fehlgeschlagene Erstattungen",
        "Offene Anfechtungen",
        "Fehlgeschlagene Auszahlungen",
        "Hängende Spenden",
        "Monatliche Spenden, die scheitern",
        "Freistellungsbescheide, die ablaufen",
        "Gewünschte Bestätigungen",
    ):
        assert words in page


@pytest.mark.parametrize("number", [1, 30])
def test_alerts_cost_the_same_for_one_and_for_many(client, treasurer, assert_query_count, number):
    every_trouble(number)
    client.get(OFFICE)
    # With more than are shown, each of the ten kinds there are is counted once more.
    with assert_query_count(31 if number == 1 else 40):
        client.get(OFFICE)


def test_a_failed_payout_that_was_planned_anew_is_no_alert(site):
    ours = wish()
    donation(ours)
    payout = money.plan_payout(campaign=ours.campaign)
    Payout.objects.filter(pk=payout.pk).update(state=PayoutState.FAILED)
    assert alerts.failed_payouts().count() == 1
    money.plan_payout(campaign=ours.campaign)
    assert alerts.failed_payouts().count() == 0


def test_a_difference_is_explained_where_it_is_seen(client, treasurer):
    found = Difference.objects.create(provider_reference="txn_1", day=timezone.localdate())
    client.post(f"{OFFICE}differences/{found.pk}/", {"words": "Gebühr der Bank."})
    found.refresh_from_db()
    assert found.note == "Gebühr der Bank."


def test_the_first_to_be_answered_stands_on_top(client, treasurer):
    given = donation()
    now = timezone.now()
    late = dispute(given, respond_by=now + timedelta(days=9))
    soon = dispute(given, respond_by=now + timedelta(days=1))
    dispute(given, state="won", closed_at=now)
    assert list(client.get(f"{OFFICE}disputes/").context["page_obj"]) == [soon, late]
    assert len(client.get(f"{OFFICE}disputes/?all").context["page_obj"]) == 3


def test_evidence_is_noted_with_the_dispute(client, treasurer):
    found = dispute(donation())
    client.post(f"{OFFICE}disputes/{found.pk}/", {"evidence": "Mail eingereicht."})
    found.refresh_from_db()
    assert found.evidence_note == "Mail eingereicht."


def test_a_dispute_that_is_decided_asks_for_no_evidence(client, treasurer):
    found = dispute(donation(wish()), evidence_note="Mail eingereicht.")
    address = f"{OFFICE}disputes/{found.pk}/"
    assert 'name="evidence"' in client.get(address).content.decode()
    type(found).objects.update(state="won")
    page = client.get(address).content.decode()
    assert 'name="evidence"' not in page
    assert "<p>Mail eingereicht.</p>" in page
    type(found).objects.update(evidence_note="")
    assert "<p>–</p>" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("path", "make", "queries"),
    [
        ("disputes/", lambda n: [dispute(donation(wish())) for _ in range(n)], 13),
        ("monthly/", monthly, 14),
        ("pledges/", pledged, 13),
    ],
)
@pytest.mark.parametrize("number", [1, 30])
def test_lists_cost_the_same_for_one_and_for_many(
    client, treasurer, assert_query_count, path, make, queries, number
):
    make(number)
    client.get(OFFICE + path)
    with assert_query_count(queries):
        assert len(client.get(OFFICE + path).context["page_obj"]) == number


def test_a_monthly_donation_is_ended_for_whoever_asks(client, treasurer):
    found = monthly(1)[0]
    client.post(f"{OFFICE}monthly/{found.pk}/")
    found.refresh_from_db()
    assert found.stop_asked_at


def test_receipts_by_number_year_and_validity(client, treasurer):
    first = receipts.issue(kind=ReceiptKind.SINGLE, donations=[donation()])
    second = receipts.issue(kind=ReceiptKind.SINGLE, donations=[donation(donor=donor(name="Max"))])
    receipts.void(receipt=second, reason="Falscher Name")

    def listed(**filters):
        return list(client.get(f"{OFFICE}receipts/", filters).context["page_obj"])

    assert listed(void="no") == [first]
    assert listed(q="Max") == [second]
    assert len(listed(q=first.shown_number)) == 2  # each is the first of its institution
    assert listed(year="2001") == []
    assert len(listed(year="zweitausend", kind="unsinn")) == 2


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_receipts_costs_the_same(client, treasurer, assert_query_count, number):
    place = institution()
    for _ in range(number):
        receipts.issue(kind=ReceiptKind.SINGLE, donations=[donation(wish(place))])
    client.get(f"{OFFICE}receipts/")
    with assert_query_count(17):
        client.get(f"{OFFICE}receipts/")


def test_a_missing_number_would_be_seen(client, treasurer):
    receipts.issue(kind=ReceiptKind.SINGLE, donations=[donation()])
    assert receipt_queries.gaps() == []
    ReceiptSeries.objects.update(last=3)
    assert receipt_queries.gaps() == [(ReceiptSeries.objects.get(), 2)]
    assert "Nummern fehlen" in client.get(f"{OFFICE}receipts/").content.decode()


def test_a_receipt_with_its_duplicate_and_its_end(client, treasurer):
    receipt = receipts.issue(kind=ReceiptKind.SINGLE, donations=[donation()])
    address = f"{OFFICE}receipts/{receipt.pk}"
    assert client.get(f"{address}.pdf").content == bytes(receipt.file.pdf)
    assert client.post(f"{address}/", {"words": ""}).status_code == 422
    client.post(f"{address}/", {"words": "Falscher Name"})
    receipt.refresh_from_db()
    assert receipt.void_reason == "Falscher Name"
    assert "ungueltig" in client.get(f"{address}.pdf")["Content-Disposition"]


def test_chosen_donations_stand_on_one_receipt(client, treasurer):
    giver, ours = donor(), wish()
    given = [donation(ours, donor=giver, wants_receipt=True) for _ in range(2)]
    page = client.get(f"{OFFICE}receipts/wished/")
    assert len(page.context["page_obj"]) == 2
    client.post(f"{OFFICE}receipts/issue/", {"donation": [each.pk for each in given]})
    assert Receipt.objects.get().kind == ReceiptKind.COLLECTIVE
    client.post(f"{OFFICE}receipts/issue/", {"donation": ["x", "9" * 5000]})
    assert Receipt.objects.count() == 1


def test_the_start_page_says_what_waits(client, treasurer):
    assert dashboard.money in _sources
    every_trouble(1)
    page = client.get("/admin/").content.decode()
    assert "Hinweise zu Spenden" in page
    assert "Geld zum Auszahlen" in page
    assert "1 gewünschte Zuwendungsbestätigung" in page


def test_nobody_else_is_told(client, site):
    every_trouble(1)
    somebody(client)
    assert "Hinweise zu Spenden" not in client.get("/admin/").content.decode()
