"""Refunds, disputes, the balance and transfers of the simulator."""

import urllib.request

import pytest
import stripe


@pytest.fixture
def paid(stripe_simulator, stripe_client, new_session):
    """Pay an amount in cents; the payment intent."""

    def pay(cents=10_000, action="card"):
        session = new_session(cents)
        stripe_simulator.pay(session.id, action)
        if action == "sepa":
            stripe_simulator.advance(days=6)
        found = stripe_client.checkout.sessions.retrieve(
            session.id, {"expand": ["payment_intent.latest_charge"]}
        )
        return found.payment_intent

    return pay


def entries(stripe_client, **params):
    """Balance transactions, oldest first: type, category, amount, fee."""
    found = stripe_client.balance_transactions.list({"limit": 100, **params}).data
    return [(one.type, one.reporting_category, one.amount, one.fee) for one in reversed(found)]


def kinds(simulator):
    """The types of all events, oldest first."""
    return [event["type"] for event in simulator.events()]


def books(simulator):
    """The only payment, as it is."""
    (payment,) = simulator.books()["payments"]
    return payment


# --- refunds -----------------------------------------------------------------------------------


def test_refunds_in_parts_add_up_to_the_whole(stripe_simulator, stripe_client, paid):
    intent = paid(10_000)
    stripe_client.refunds.create({"payment_intent": intent.id, "amount": 4_000})
    assert books(stripe_simulator)["net"] == 6_000
    stripe_client.refunds.create({"payment_intent": intent.id})
    charge = stripe_client.charges.retrieve(intent.latest_charge.id, {"expand": ["refunds"]})
    assert charge.refunded
    assert [one.amount for one in charge.refunds.data] == [6_000, 4_000]


def test_more_than_is_left_is_not_given_back(stripe_client, paid):
    intent = paid(10_000)
    stripe_client.refunds.create({"payment_intent": intent.id, "amount": 4_000})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded") as refused:
        stripe_client.refunds.create({"payment_intent": intent.id, "amount": 6_001})
    assert (refused.value.http_status, refused.value.param) == (400, "amount")


def test_what_was_given_back_whole_is_not_given_back_again(stripe_client, paid):
    intent = paid()
    stripe_client.refunds.create({"payment_intent": intent.id})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stripe_client.refunds.create({"payment_intent": intent.id})
    assert refused.value.code == "charge_already_refunded"


def test_what_was_not_paid_is_not_given_back(stripe_simulator, stripe_client, new_session):
    session = new_session()
    stripe_simulator.pay(session.id, "sepa")
    intent = stripe_client.checkout.sessions.retrieve(session.id).payment_intent
    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        stripe_client.refunds.create({"payment_intent": intent})


def test_a_refund_in_the_dashboard_is_told_like_any_other(stripe_simulator, paid):
    stripe_simulator.refund(paid().id, amount=500)
    assert kinds(stripe_simulator)[-2:] == ["refund.created", "charge.refunded"]
    assert books(stripe_simulator)["refunded"] == 500


@pytest.mark.parametrize(("arrives", "net"), [(True, 0), (False, 10_000)])
def test_a_pending_refund_arrives_or_comes_back(
    stripe_simulator, stripe_client, paid, arrives, net
):
    stripe_simulator.switch(refunds="pending")
    refund = stripe_client.refunds.create({"payment_intent": paid(10_000).id})
    assert refund.status == "pending"
    stripe_simulator.finish_refund(refund.id, arrives=arrives)
    refund = stripe_client.refunds.retrieve(refund.id)
    assert refund.status == ("succeeded" if arrives else "failed")
    assert books(stripe_simulator)["net"] == net
    assert "charge.refund.updated" in kinds(stripe_simulator)


def test_a_failed_refund_stands_in_the_balance_twice(stripe_simulator, stripe_client, paid):
    stripe_simulator.switch(refunds="fail")
    stripe_client.refunds.create({"payment_intent": paid(10_000).id})
    assert entries(stripe_client)[1:] == [
        ("refund", "refund", -10_000, 0),
        ("refund_failure", "refund_failure", 10_000, 0),
    ]


# --- disputes ----------------------------------------------------------------------------------


def test_a_dispute_takes_amount_and_fee_and_names_its_deadline(
    stripe_simulator, stripe_client, paid
):
    intent = paid(10_000)
    dispute = stripe_simulator.dispute(intent.id)
    found = stripe_client.disputes.list({"payment_intent": intent.id}).data[0]
    assert found.status == "needs_response"
    assert found.evidence_details.due_by == found.created + 7 * 86_400
    assert entries(stripe_client)[-1] == ("adjustment", "dispute", -10_000, 2_000)
    assert found.balance_transactions[0].net == -12_000
    assert found.id == dispute["id"]
    assert books(stripe_simulator)["disputed"] == 10_000


def test_a_dispute_that_is_won_brings_the_amount_back(stripe_simulator, stripe_client, paid):
    dispute = stripe_simulator.dispute(paid(10_000).id)
    evidence = {"evidence": {"uncategorized_text": "Spende mit Beleg"}}
    assert stripe_client.disputes.update(dispute["id"], evidence).status == "under_review"
    stripe_simulator.finish_dispute(dispute["id"], won=True)
    assert stripe_client.disputes.retrieve(dispute["id"]).status == "won"
    assert entries(stripe_client)[-1] == ("adjustment", "dispute_reversal", 10_000, 0)
    assert (books(stripe_simulator)["net"], books(stripe_simulator)["disputed"]) == (10_000, 0)


def test_evidence_can_be_kept_before_it_is_sent(stripe_simulator, stripe_client, paid):
    dispute = stripe_simulator.dispute(paid().id)
    kept = {"evidence": {"uncategorized_text": "Entwurf"}, "submit": False}
    found = stripe_client.disputes.update(dispute["id"], kept)
    assert (found.status, found.evidence_details.has_evidence) == ("needs_response", True)


def test_a_dispute_without_an_answer_is_lost_at_its_deadline(stripe_simulator, stripe_client, paid):
    dispute = stripe_simulator.dispute(paid(10_000).id)
    stripe_simulator.advance(days=8)
    found = stripe_client.disputes.retrieve(dispute["id"])
    assert (found.status, found.evidence_details.past_due) == ("lost", True)
    assert books(stripe_simulator)["lost"] == 10_000


def test_a_dispute_can_be_accepted(stripe_simulator, stripe_client, paid):
    dispute = stripe_simulator.dispute(paid().id)
    assert stripe_client.disputes.close(dispute["id"]).status == "lost"
    with pytest.raises(stripe.InvalidRequestError, match="already closed"):
        stripe_client.disputes.close(dispute["id"])


def test_a_debit_that_is_disputed_is_lost_at_once(stripe_simulator, paid):
    assert stripe_simulator.dispute(paid(action="sepa").id)["status"] == "lost"


def test_what_is_disputed_is_not_given_back(stripe_simulator, stripe_client, paid):
    intent = paid()
    stripe_simulator.dispute(intent.id)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stripe_client.refunds.create({"payment_intent": intent.id})
    assert refused.value.code == "charge_disputed"


# --- the balance -------------------------------------------------------------------------------


def test_the_balance_is_what_the_entries_come_to(stripe_simulator, stripe_client, paid):
    intent = paid(10_000)
    paid(2_000, "sepa")
    stripe_client.refunds.create({"payment_intent": intent.id, "amount": 1_000})
    assert entries(stripe_client) == [
        ("charge", "charge", 10_000, 175),
        ("payment", "charge", 2_000, 35),
        ("refund", "refund", -1_000, 0),
    ]
    balance = stripe_client.balance.retrieve()
    assert balance.available[0].amount == 10_000 + 2_000 - 1_000 - 175 - 35
    assert balance.pending[0].amount == 0


def test_entries_can_be_filtered(stripe_client, paid):
    intent = paid(10_000)
    paid(2_000)
    stripe_client.refunds.create({"payment_intent": intent.id})
    assert len(entries(stripe_client, type="charge")) == 2
    assert len(entries(stripe_client, source=intent.latest_charge.id)) == 1
    assert entries(stripe_client, type="payout") == []


def test_money_becomes_available_later_when_the_switch_says_so(stripe_simulator, paid):
    stripe_simulator.switch(available_seconds=2 * 86_400)
    paid(10_000)
    assert stripe_simulator.books()["balance"] == {"available": 0, "pending": 9_825}
    stripe_simulator.advance(days=3)
    assert stripe_simulator.books()["balance"] == {"available": 9_825, "pending": 0}


def test_a_fee_can_be_known_later_than_the_payment(stripe_simulator, stripe_client, paid):
    stripe_simulator.switch(fees_seconds=60)
    intent = paid()
    assert intent.latest_charge.balance_transaction is None
    stripe_simulator.advance(seconds=61)
    charge = stripe_client.charges.retrieve(intent.latest_charge.id)
    assert charge.balance_transaction
    assert kinds(stripe_simulator)[-1] == "charge.updated"


def test_a_payout_to_the_bank_names_what_it_pays(stripe_simulator, stripe_client, paid):
    paid(10_000)
    payout = stripe_simulator.pay_out()
    paid(2_000)
    assert payout["amount"] == 9_825
    assert entries(stripe_client, payout=payout["id"]) == [
        ("charge", "charge", 10_000, 175),
        ("payout", "payout", -9_825, 0),
    ]


# --- Connect -----------------------------------------------------------------------------------


@pytest.fixture
def account(stripe_client):
    """A connected account that has not told Stripe anything."""
    return stripe_client.accounts.create(
        {"type": "express", "country": "DE", "capabilities": {"transfers": {"requested": True}}}
    )


def test_an_account_gets_on_board_on_its_page(stripe_client, account):
    link = stripe_client.account_links.create(
        {
            "account": account.id,
            "type": "account_onboarding",
            "refresh_url": "https://www.example.org/nochmal/",
            "return_url": "https://www.example.org/fertig/",
        }
    )
    assert not account.details_submitted
    with urllib.request.urlopen(link.url) as answer:
        assert "Konto einrichten" in answer.read().decode()
    with pytest.raises(urllib.error.URLError):  # leads to where nobody lives
        urllib.request.urlopen(link.url, b"action=finish")
    found = stripe_client.accounts.retrieve(account.id)
    assert (found.details_submitted, found.capabilities.transfers) == (True, "active")


def test_an_account_without_its_details_gets_nothing(stripe_client, account, paid):
    paid()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stripe_client.transfers.create(
            {"amount": 100, "currency": "eur", "destination": account.id}
        )
    assert refused.value.code == "insufficient_capabilities_for_transfer"


def test_a_transfer_leaves_the_balance_and_can_be_taken_back(
    stripe_simulator, stripe_client, account, paid
):
    paid(10_000)
    stripe_simulator.get_on_board(account.id)
    words = {"currency": "eur", "destination": account.id, "transfer_group": "wunsch-1"}
    transfer = stripe_client.transfers.create({"amount": 9_000, **words})
    assert stripe_client.transfers.list({"transfer_group": "wunsch-1"}).data[0].id == transfer.id
    assert stripe_simulator.books()["balance"]["available"] == 825
    stripe_client.transfers.reversals.create(transfer.id, {"amount": 1_000})
    assert stripe_client.transfers.retrieve(transfer.id).amount_reversed == 1_000
    assert stripe_simulator.books()["balance"]["available"] == 1_825


def test_more_than_the_balance_is_not_transferred(stripe_simulator, stripe_client, account, paid):
    paid(10_000)
    stripe_simulator.get_on_board(account.id)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stripe_client.transfers.create(
            {"amount": 9_826, "currency": "eur", "destination": account.id}
        )
    assert refused.value.code == "balance_insufficient"


def test_nobody_is_no_destination(stripe_client):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stripe_client.transfers.create(
            {"amount": 100, "currency": "eur", "destination": "acct_nobody"}
        )
    assert (refused.value.http_status, refused.value.param) == (400, "destination")
