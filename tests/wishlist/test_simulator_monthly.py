"""Monthly donations in the simulator: begun, renewed, failing, changed, ended."""

from datetime import UTC, datetime

import pytest
import stripe

from tests.simulators.stripe.subscriptions import later

MONTH = 31  # days, longer than any month's distance to the next


@pytest.fixture
def monthly(stripe_simulator, stripe_client, new_session):
    """Give an amount in cents every month; the subscription."""

    def give(cents=1_000, action="card"):
        session = new_session(
            cents, monthly=True, subscription_data={"metadata": {"subscription": "7"}}
        )
        stripe_simulator.pay(session.id, action, email="donor@example.org")
        return stripe_client.checkout.sessions.retrieve(
            session.id, {"expand": ["subscription", "invoice"]}
        ).subscription

    return give


def invoices(stripe_client, subscription):
    """Invoices of the subscription, oldest first."""
    found = stripe_client.invoices.list(
        {"subscription": subscription.id, "expand": ["data.payments"], "limit": 100}
    )
    return found.data[::-1]


def last_kinds(simulator, number):
    """The types of the last events."""
    return [event["type"] for event in simulator.events()][-number:]


def test_the_first_month_is_paid_with_the_session(stripe_simulator, stripe_client, monthly):
    subscription = monthly(1_000)
    (invoice,) = invoices(stripe_client, subscription)
    assert (subscription.status, invoice.status) == ("active", "paid")
    assert invoice.billing_reason == "subscription_create"
    assert invoice.parent.subscription_details.metadata["subscription"] == "7"
    (payment,) = stripe_simulator.books()["payments"]
    assert invoice.payments.data[0].payment.payment_intent == payment["payment_intent"]
    assert payment["net"] == 1_000


def test_a_declined_card_begins_nothing(stripe_simulator, stripe_client, new_session):
    session = new_session(1_000, monthly=True)
    stripe_simulator.pay(session.id, "decline")
    assert stripe_client.checkout.sessions.retrieve(session.id).subscription is None
    assert stripe_simulator.objects("subscription") == []


def test_it_renews_every_month(stripe_simulator, stripe_client, monthly):
    subscription = monthly()
    stripe_simulator.advance(days=3 * MONTH)
    reasons = [one.billing_reason for one in invoices(stripe_client, subscription)]
    assert reasons == ["subscription_create"] + ["subscription_cycle"] * 3
    assert sum(one["net"] for one in stripe_simulator.books()["payments"]) == 4_000


def test_months_are_counted_from_the_first_day_and_not_from_a_short_one():
    anchor = int(datetime(2027, 1, 31, 12, tzinfo=UTC).timestamp())
    days = [
        datetime.fromtimestamp(later(anchor, "month", count), UTC).strftime("%d.%m.")
        for count in (1, 2, 3)
    ]
    assert days == ["28.02.", "31.03.", "30.04."]


def test_a_payment_leads_to_its_invoice(stripe_simulator, stripe_client, monthly):
    subscription = monthly()
    stripe_simulator.advance(days=MONTH)
    payment = stripe_simulator.books()["payments"][-1]["payment_intent"]
    wanted = {"payment": {"type": "payment_intent", "payment_intent": payment}}
    (found,) = stripe_client.invoice_payments.list(wanted).data
    assert found.invoice == invoices(stripe_client, subscription)[-1].id


def test_a_renewal_that_fails_is_tried_again_and_may_succeed(
    stripe_simulator, stripe_client, monthly
):
    subscription = monthly()
    stripe_simulator.break_card(subscription.id)
    stripe_simulator.advance(days=MONTH)
    failed = invoices(stripe_client, subscription)[-1]
    assert stripe_client.subscriptions.retrieve(subscription.id).status == "past_due"
    assert (failed.status, failed.attempt_count) == ("open", 1)
    assert failed.next_payment_attempt
    assert "invoice.payment_failed" in last_kinds(stripe_simulator, 2)
    stripe_simulator.break_card(subscription.id, broken=False)
    stripe_simulator.advance(days=4)
    assert stripe_client.subscriptions.retrieve(subscription.id).status == "active"
    assert invoices(stripe_client, subscription)[-1].status == "paid"


def test_after_the_last_try_it_ends(stripe_simulator, stripe_client, monthly):
    subscription = monthly()
    stripe_simulator.break_card(subscription.id)
    stripe_simulator.advance(days=MONTH + 16)
    ended = stripe_client.subscriptions.retrieve(subscription.id)
    assert (ended.status, ended.cancellation_details.reason) == ("canceled", "payment_failed")
    assert last_kinds(stripe_simulator, 1) == ["customer.subscription.deleted"]


def test_a_debit_is_on_its_way_every_month(stripe_simulator, stripe_client, monthly):
    subscription = monthly(1_000, "sepa")
    assert invoices(stripe_client, subscription)[0].status == "open"
    stripe_simulator.advance(days=6)
    assert invoices(stripe_client, subscription)[0].status == "paid"
    stripe_simulator.advance(days=MONTH - 5)
    waiting = invoices(stripe_client, subscription)[-1]
    assert waiting.status == "open"
    stripe_simulator.advance(days=6)
    assert [one.status for one in invoices(stripe_client, subscription)] == ["paid", "paid"]


def test_another_amount_counts_from_the_next_month(stripe_simulator, stripe_client, monthly):
    subscription = monthly(1_000)
    item = subscription["items"].data[0]
    price = {
        "currency": "eur",
        "product": item.price.product,
        "recurring": {"interval": "month"},
        "unit_amount": 2_500,
    }
    stripe_client.subscriptions.update(
        subscription.id,
        {"items": [{"id": item.id, "price_data": price}], "proration_behavior": "none"},
    )
    event = stripe_simulator.events()[-1]
    assert event["type"] == "customer.subscription.updated"
    assert "items" in event["data"]["previous_attributes"]
    stripe_simulator.advance(days=MONTH)
    totals = [one.total for one in invoices(stripe_client, subscription)]
    assert totals == [1_000, 2_500]


def test_prorations_are_unknown_here(stripe_client, monthly):
    subscription = monthly()
    item = subscription["items"].data[0]
    with pytest.raises(stripe.InvalidRequestError, match="no prorations"):
        stripe_client.subscriptions.update(
            subscription.id, {"items": [{"id": item.id, "quantity": 2}]}
        )


def test_it_ends_at_once_and_is_found_as_ended(stripe_simulator, stripe_client, monthly):
    subscription = monthly()
    assert stripe_client.subscriptions.cancel(subscription.id).status == "canceled"
    stripe_simulator.advance(days=3 * MONTH)
    assert len(invoices(stripe_client, subscription)) == 1
    assert stripe_client.subscriptions.list().data == []
    assert len(stripe_client.subscriptions.list({"status": "all"}).data) == 1
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stripe_client.subscriptions.cancel(subscription.id)
    assert refused.value.http_status == 404


def test_it_can_end_with_the_month_and_change_its_mind(stripe_simulator, stripe_client, monthly):
    subscription = monthly()
    stripe_client.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    stripe_client.subscriptions.update(subscription.id, {"cancel_at_period_end": False})
    stripe_simulator.advance(days=MONTH)
    stripe_client.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    stripe_simulator.advance(days=MONTH)
    assert len(invoices(stripe_client, subscription)) == 2
    assert stripe_client.subscriptions.retrieve(subscription.id).status == "canceled"


def test_it_ends_with_its_customer(stripe_client, monthly):
    subscription = monthly()
    assert stripe_client.customers.delete(subscription.customer).deleted
    assert stripe_client.subscriptions.retrieve(subscription.id).status == "canceled"


def test_an_open_invoice_can_be_paid_by_hand(stripe_simulator, stripe_client, monthly):
    subscription = monthly()
    stripe_simulator.break_card(subscription.id)
    stripe_simulator.advance(days=MONTH)
    failed = invoices(stripe_client, subscription)[-1]
    with pytest.raises(stripe.CardError):
        stripe_client.invoices.pay(failed.id)
    stripe_simulator.break_card(subscription.id, broken=False)
    assert stripe_client.invoices.pay(failed.id).status == "paid"
    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        stripe_client.invoices.pay(failed.id)
