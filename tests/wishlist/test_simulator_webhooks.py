"""Webhooks of the simulator: signed, tried again, and with the faults of a network."""

import json
import time

import pytest
import stripe

SECRET = "whsec_simulator_of_the_city"


@pytest.fixture
def listening(stripe_simulator, receiver):
    """The simulator with a receiver of its webhooks."""
    stripe_simulator.switch(retry_seconds=[0.1, 0.1, 3600])
    stripe_simulator.send_webhooks_to(receiver.url)
    return stripe_simulator


def kinds(receiver):
    """Types of what was received, in that order."""
    return [json.loads(body)["type"] for body, _headers in receiver.received]


def pay(simulator, new_session):
    """One donation, paid; five events."""
    simulator.pay(new_session().id)
    simulator.wait_idle()


def test_webhooks_pass_the_check_of_stripes_own_library(listening, receiver, new_session):
    pay(listening, new_session)
    assert len(receiver.received) == 5
    for body, headers in receiver.received:
        event = stripe.Webhook.construct_event(body, headers["Stripe-Signature"], SECRET)
        assert event.api_version == "2026-05-27.dahlia"


def test_an_event_shows_its_object_as_it_was_and_who_caused_it(
    listening, stripe_client, new_session
):
    session = new_session(key="donation-7")
    stripe_client.checkout.sessions.expire(session.id, options={"idempotency_key": "expire-7"})
    event = stripe_client.events.list({"type": "checkout.session.expired"}).data[0]
    assert event.data.object["status"] == "expired"
    assert event.request.idempotency_key == "expire-7"


def test_only_the_types_that_were_asked_for_are_sent(stripe_simulator, receiver, new_session):
    stripe_simulator.send_webhooks_to(receiver.url, "checkout.session.completed")
    pay(stripe_simulator, new_session)
    assert kinds(receiver) == ["checkout.session.completed"]


def test_a_receiver_that_fails_is_tried_again(listening, receiver, stripe_client):
    receiver.statuses = [500, 302]
    stripe_client.customers.create({})
    for _moment in range(100):
        if len(receiver.received) == 3:
            break
        time.sleep(0.05)
    listening.wait_idle()
    assert kinds(receiver) == ["customer.created"] * 3
    assert listening.events(undelivered=True) == []


def test_a_try_that_is_due_much_later_comes_with_the_clock(listening, receiver, stripe_client):
    listening.switch(retry_seconds=[3600])
    receiver.statuses = [500]
    stripe_client.customers.create({})
    listening.wait_idle()
    assert len(listening.events(undelivered=True)) == 1
    listening.advance(seconds=3601)
    for _moment in range(100):
        if not listening.events(undelivered=True):
            break
        time.sleep(0.05)
    assert len(receiver.received) == 2


def test_a_dropped_webhook_is_never_sent_until_somebody_asks(listening, receiver, stripe_client):
    listening.fault("drop", times=1)
    stripe_client.customers.create({})
    listening.wait_idle()
    assert receiver.received == []
    listening.resend()
    listening.wait_idle()
    assert kinds(receiver) == ["customer.created"]


def test_a_doubled_webhook_has_the_same_id(listening, receiver, stripe_client):
    listening.fault("double", times=1)
    stripe_client.customers.create({})
    listening.wait_idle()
    first, second = (json.loads(body)["id"] for body, _headers in receiver.received)
    assert first == second


def test_a_reordered_webhook_is_overtaken_by_the_next(listening, receiver, stripe_client):
    listening.fault("reorder", times=1)
    one = stripe_client.customers.create({})
    stripe_client.customers.update(one.id, {"name": "Mia"})
    listening.wait_idle()
    assert kinds(receiver) == ["customer.updated", "customer.created"]


def test_a_delayed_webhook_comes_later(listening, receiver, stripe_client):
    listening.fault("delay", times=1, seconds=0.5)
    stripe_client.customers.create({})
    time.sleep(0.2)
    assert receiver.received == []
    listening.wait_idle()
    assert len(receiver.received) == 1


@pytest.mark.parametrize("offset", [-3600, 3600])
def test_signatures_can_be_of_another_time(listening, receiver, stripe_client, offset):
    listening.switch(timestamp_offset=offset)
    stripe_client.customers.create({})
    listening.wait_idle()
    ((_body, headers),) = receiver.received
    moment = int(headers["Stripe-Signature"].partition(",")[0].removeprefix("t="))
    assert abs(moment - time.time() - offset) < 60


def test_events_wait_to_be_delivered_one_by_one(listening, receiver, stripe_client):
    listening.switch(automatic=False)
    for _number in range(2):
        stripe_client.customers.create({})
    listening.wait_idle()
    assert receiver.received == []
    first, second = listening.events(undelivered=True)
    assert listening.deliver(second["id"])["accepted"]
    assert [one["id"] for one in listening.events(undelivered=True)] == [first["id"]]


def test_a_webhook_can_be_handed_over_without_a_network(listening, stripe_client):
    listening.switch(automatic=False)
    stripe_client.customers.create({})
    body, headers = listening.signed(listening.events()[0]["id"])
    assert stripe.Webhook.construct_event(body, headers["Stripe-Signature"], SECRET)
    body, headers = listening.signed(listening.events()[0]["id"], secret="whsec_of_somebody")
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, headers["Stripe-Signature"], SECRET)


def test_missed_events_are_in_the_list(stripe_simulator, stripe_client, new_session):
    stripe_simulator.pay(new_session().id)
    wanted = {"types": ["checkout.session.completed", "payment_intent.*"]}
    found = [event.type for event in stripe_client.events.list(wanted).data]
    assert found == [
        "checkout.session.completed",
        "payment_intent.succeeded",
        "payment_intent.created",
    ]
    stripe_simulator.advance(days=31)
    assert stripe_client.events.list(wanted).data == []
