"""The simulated checkout, spoken to by Stripe's own library over HTTP."""

import time
import urllib.parse
import urllib.request

import pytest
import stripe

from tests.factories.stripe import connect

DAY = 86_400


def press(simulator, session, action, follow=True, **fields):
    """Press a button of the hosted page; status, address and text of what comes."""
    form = {"action": action, "email": "donor@example.org", "name": "Mia Muster", **fields}
    data = urllib.parse.urlencode(form).encode()
    opener = urllib.request.build_opener(*([] if follow else [Stay]))
    answer = opener.open(f"{simulator.address}/c/pay/{session.id}", data)
    return answer.status, answer.headers.get("Location", ""), answer.read().decode()


class Stay(urllib.request.HTTPRedirectHandler):
    """Does not follow, since nobody lives there."""

    def http_error_303(self, request, answer, *_words):
        return answer


def kinds(simulator):
    """The types of all events, oldest first."""
    return [event["type"] for event in simulator.events()]


def test_a_new_session_is_open_and_has_no_payment_yet(new_session):
    session = new_session(2500, metadata={"donation": "7"})
    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert session.amount_total == 2500
    assert session.payment_intent is None
    assert session.metadata["donation"] == "7"


def test_paying_by_card_leads_back_with_the_sessions_id(stripe_simulator, new_session):
    session = new_session()
    status, location, _text = press(stripe_simulator, session, "card", follow=False)
    assert status == 303
    assert location == f"https://www.example.org/danke/{session.id}"


def test_a_card_payment_is_there_at_once_with_its_fee(stripe_simulator, stripe_client, new_session):
    session = new_session(10_000, payment_intent_data={"metadata": {"donation": "7"}})
    stripe_simulator.pay(session.id, email="donor@example.org")
    expand = ["payment_intent.latest_charge.balance_transaction"]
    paid = stripe_client.checkout.sessions.retrieve(session.id, {"expand": expand})
    intent = paid.payment_intent
    assert (paid.status, paid.payment_status) == ("complete", "paid")
    assert (intent.status, intent.amount_received) == ("succeeded", 10_000)
    assert intent.metadata["donation"] == "7"
    assert intent.latest_charge.balance_transaction.fee == 175
    assert paid.customer_details.email == "donor@example.org"


def test_the_events_of_a_card_payment_tell_the_whole_of_it(stripe_simulator, new_session):
    stripe_simulator.pay(new_session().id)
    assert kinds(stripe_simulator)[1:] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_after_a_declined_card_the_page_says_so_and_the_same_payment_goes_on(
    stripe_simulator, stripe_client, new_session
):
    session = new_session()
    _status, _location, text = press(stripe_simulator, session, "decline")
    assert "Ihre Karte wurde abgelehnt" in text
    assert 'value="donor@example.org"' in text
    tried = stripe_client.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert tried.status == "open"
    assert tried.payment_intent.last_payment_error.code == "card_declined"
    stripe_simulator.pay(session.id)
    paid = stripe_client.checkout.sessions.retrieve(session.id)
    assert paid.payment_intent == tried.payment_intent.id


def test_a_sepa_debit_is_on_its_way_until_the_bank_has_paid(
    stripe_simulator, stripe_client, new_session
):
    session = new_session()
    stripe_simulator.pay(session.id, "sepa")
    expand = {"expand": ["payment_intent"]}
    waiting = stripe_client.checkout.sessions.retrieve(session.id, expand)
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    assert waiting.payment_intent.status == "processing"
    stripe_simulator.advance(days=6)
    paid = stripe_client.checkout.sessions.retrieve(session.id, expand)
    assert (paid.payment_status, paid.payment_intent.status) == ("paid", "succeeded")
    assert kinds(stripe_simulator)[-1] == "checkout.session.async_payment_succeeded"


def test_a_sepa_debit_that_the_bank_refuses_leaves_its_fee_alone_behind(
    stripe_simulator, stripe_client, new_session
):
    session = new_session(2500)
    stripe_simulator.pay(session.id, "sepa_fails")
    assert stripe_simulator.books()["balance"] == {"available": 0, "pending": 2465}
    stripe_simulator.advance(days=6)
    failed = stripe_client.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert failed.payment_status == "unpaid"
    assert failed.payment_intent.status == "requires_payment_method"
    assert kinds(stripe_simulator)[-1] == "checkout.session.async_payment_failed"
    assert stripe_simulator.books()["balance"] == {"available": -35, "pending": 0}


def test_a_debit_that_waits_for_the_test_moves_by_no_clock(stripe_simulator, new_session):
    stripe_simulator.switch(sepa_seconds=None)
    stripe_simulator.pay(new_session().id, "sepa")
    stripe_simulator.advance(days=90)
    (payment,) = stripe_simulator.books()["payments"]
    assert payment["status"] == "processing"
    stripe_simulator.finish_debit(payment["payment_intent"])
    assert stripe_simulator.books()["payments"][0]["received"] == 2500


def test_an_unpaid_session_expires_by_the_clock(stripe_simulator, stripe_client, new_session):
    session = new_session(expires_at=int(time.time()) + 1800)
    stripe_simulator.advance(seconds=1900)
    assert stripe_client.checkout.sessions.retrieve(session.id).status == "expired"
    assert kinds(stripe_simulator)[-1] == "checkout.session.expired"
    _status, _location, text = press(stripe_simulator, session, "card")
    assert "abgelaufen" in text


def test_a_session_can_be_expired_once(stripe_client, new_session):
    session = new_session()
    assert stripe_client.checkout.sessions.expire(session.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError, match="status of `expired`"):
        stripe_client.checkout.sessions.expire(session.id)


def test_a_declined_payment_is_cancelled_with_its_session(
    stripe_simulator, stripe_client, new_session
):
    session = new_session()
    stripe_simulator.pay(session.id, "decline")
    expired = stripe_client.checkout.sessions.expire(session.id, {"expand": ["payment_intent"]})
    assert expired.payment_intent.status == "canceled"


def test_a_paid_session_cannot_be_paid_again(stripe_simulator, new_session):
    session = new_session()
    stripe_simulator.pay(session.id)
    status, location, _text = press(stripe_simulator, session, "card", follow=False)
    assert (status, bool(location)) == (303, True)
    assert len(stripe_simulator.books()["payments"]) == 1


def test_the_page_speaks_the_sessions_language(stripe_simulator, new_session):
    for locale, words in (("de", "Per SEPA-Lastschrift zahlen"), ("en", "Pay by card")):
        session = new_session(locale=locale)
        with urllib.request.urlopen(session.url) as answer:
            text = answer.read().decode()
        assert f'<html lang="{locale}">' in text
        assert words in text
        assert "<script" not in text


def test_names_of_wishes_are_escaped_on_the_page(stripe_simulator, new_session):
    data = {"name": "<b>Fett</b>"}
    price = {"currency": "eur", "unit_amount": 500, "product_data": data}
    session = new_session(line_items=[{"quantity": 1, "price_data": price}])
    with urllib.request.urlopen(session.url) as answer:
        text = answer.read().decode()
    assert "&lt;b&gt;Fett" in text
    assert "<b>" not in text


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"line_items": []}, "line_items"),
        ({"mode": "subscription"}, "recurring"),
        ({"success_url": "danke"}, "Not a valid URL"),
        ({"expires_at": 1}, "at least 30 minutes"),
        ({"expires_at": 9_999_999_999}, "less than 24 hours"),
        ({"customer": "cus_nobody"}, "No such customer"),
        ({"subscription_data": {"description": "x"}}, "You can not pass `subscription_data`"),
        ({"payment_method_types": ["ideal"]}, '"ideal" is invalid'),
    ],
)
def test_what_stripe_would_refuse_is_refused(new_session, params, words):
    with pytest.raises(stripe.InvalidRequestError, match=words) as refused:
        new_session(**params)
    assert refused.value.http_status == 400


def test_less_than_fifty_cents_cannot_be_paid(new_session):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        new_session(49)
    assert refused.value.code == "amount_too_small"


def test_a_wrong_key_gets_nowhere(stripe_simulator):
    client = connect(stripe_simulator, key="sk_test_wrong_key_of_somebody")
    with pytest.raises(
        stripe.AuthenticationError, match=r"Invalid API Key provided: sk_test_\*+body"
    ):
        client.v1.balance.retrieve()


def test_what_there_is_not_is_not_found(stripe_client):
    with pytest.raises(stripe.InvalidRequestError, match="No such payment_intent") as refused:
        stripe_client.payment_intents.retrieve("pi_nobody")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
