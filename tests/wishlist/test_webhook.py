"""The address at which Stripe knocks."""

import json
import time

import pytest
import time_machine
from crowdfunding_lite import domain
from crowdfunding_lite.models import InboxEvent
from procrastinate.contrib.django.models import ProcrastinateJob
from stripe import WebhookSignature

from participation.wishlist.tasks import money
from participation.wishlist.webhook import LARGEST_BODY

pytestmark = pytest.mark.django_db
ADDRESS = "/stripe/webhook/"
NEW, OLD = "whsec_new", "whsec_old"


@pytest.fixture(autouse=True)
def _secrets(settings):
    settings.STRIPE_WEBHOOK_SECRETS = [NEW, OLD]


def event(**values) -> dict:
    return {
        "id": "evt_1",
        "object": "event",
        "type": "payment_intent.succeeded",
        "created": int(time.time()),
        "livemode": False,
        "data": {"object": {"id": "pi_1", "object": "payment_intent", "metadata": {}}},
    } | values


def knock(client, body, *, secret: str = NEW, header: str | None = None, at: int | None = None):
    """Send a body, text or object, as Stripe would sign it."""
    text = body if isinstance(body, str) else json.dumps(body)
    header = header or WebhookSignature.generate_signature_header(text, secret, at)
    return client.post(
        ADDRESS, text, content_type="application/json", headers={"Stripe-Signature": header}
    )


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="wishlist.handle_event").count()


def test_an_event_is_kept_and_its_work_left_to_a_job(client):
    assert knock(client, event()).status_code == 200
    kept = InboxEvent.objects.get()
    assert (kept.event_id, kept.about, kept.handled_at) == ("evt_1", {"payment": "pi_1"}, None)
    assert jobs() == 1


def test_an_event_that_comes_again_is_kept_once(client):
    for _again in range(3):
        assert knock(client, event()).status_code == 200
    assert (InboxEvent.objects.count(), jobs()) == (1, 1)


def test_a_kind_of_no_concern_is_taken_and_forgotten(client):
    assert knock(client, event(type="customer.created")).status_code == 200
    assert (InboxEvent.objects.count(), jobs()) == (0, 0)


def test_every_secret_of_the_list_counts(client):
    assert knock(client, event(), secret=OLD).status_code == 200


@pytest.mark.parametrize("offset", [-301, 301])
def test_a_time_too_far_from_ours_is_refused_in_both_directions(client, offset):
    assert knock(client, event(), at=int(time.time()) + offset).status_code == 400
    assert knock(client, event(), at=int(time.time()) + offset // 2).status_code == 200


@time_machine.travel("2027-03-01 12:00:00+00:00", tick=False)
@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=",
        "v1=abc",
        "t=1803902400",
        "t=1803902400,v1=",
        "t=1803902400,v1=ä",
        "t=1803902400,v0=abc",
        "t=1803902400,t=1803902400,v1=abc",
        "t=999999999999,v1=abc",
        "t=99999999999999999999,v1=abc",
        "t=-1,v1=abc",
        "rubbish",
    ],
)
def test_what_is_no_signature_is_refused(client, header):
    answer = client.post(
        ADDRESS, "{}", content_type="application/json", headers={"Stripe-Signature": header}
    )
    assert answer.status_code == 400


def test_a_wrong_secret_or_a_changed_body_is_refused(client):
    assert knock(client, event(), secret="whsec_other").status_code == 400
    header = WebhookSignature.generate_signature_header(json.dumps(event()), NEW)
    assert knock(client, event(id="evt_2"), header=header).status_code == 400
    assert not InboxEvent.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no JSON",
        "[]",
        "null",
        '"text"',
        "{}",
        '{"id": 1, "type": "x", "created": 1, "data": {"object": {}}}',
        '{"id": "e", "type": "x", "created": "1", "data": {"object": {}}}',
        '{"id": "e", "type": "x", "created": true, "data": {"object": {}}}',
        '{"id": "e", "type": "x", "created": 1e99, "data": {"object": {}}}',
        '{"id": "e", "type": "x", "created": 1, "data": {"object": []}}',
        '{"id": "e", "type": "x", "created": 1, "data": []}',
        '{"id": "e\\u0000", "type": "invoice.paid", "created": 1, "data": {"object": {}}}',
        '{"id": "e\\ud800", "type": "invoice.paid", "created": 1, "data": {"object": {}}}',
        '{"id": "e", "type": "invoice.paid", "created": 1, "data": {"object": {"id": "\\u0000"}}}',
        "[" * 100_000,
    ],
)
def test_a_signed_body_that_is_no_event_is_refused(client, body):
    assert knock(client, body).status_code == 400


def test_a_body_that_is_no_text_is_refused(client):
    answer = client.post(
        ADDRESS,
        b"\xff\xfe{}",
        content_type="application/json",
        headers={"Stripe-Signature": f"t={int(time.time())},v1=abc"},
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "metadata", [None, [], "x", {"donation": 5}, {"donation": "no uuid"}, {"donation": "\0"}]
)
def test_strange_metadata_do_no_harm(client, metadata):
    one = {"id": "pi_1", "object": "payment_intent", "metadata": metadata}
    assert knock(client, event(data={"object": one})).status_code == 200


def test_too_large_a_body_is_refused_unread(client):
    assert knock(client, "x" * (LARGEST_BODY + 1)).status_code == 413


def test_only_posts_are_answered(client):
    assert client.get(ADDRESS).status_code == 405


def test_without_a_secret_stripe_is_asked_to_try_again(client, settings):
    settings.STRIPE_WEBHOOK_SECRETS = []
    assert knock(client, event()).status_code == 503


def test_a_knock_is_cheap(client, assert_query_count):
    with assert_query_count(5):  # the event, its job, around them the transaction; no session
        answer = knock(client, event())
    assert not answer.cookies


def test_a_payment_is_settled_by_its_webhook_alone(client, payments_on, begin):
    donation = begin()
    payments_on.pay(donation.provider_session)
    for told in payments_on.events():
        body, headers = payments_on.signed(told["id"], secret=payments_on.secret)
        answer = client.post(ADDRESS, body, content_type="application/json", headers=headers)
        assert answer.status_code == 200
    for kept in InboxEvent.objects.order_by("-pk"):
        money.handle_event(kept.pk)
    donation.refresh_from_db()
    assert donation.state == "paid"
    assert not InboxEvent.objects.filter(handled_at=None).exists()


def test_a_refund_in_the_dashboard_is_found_without_any_webhook(payments_on, begin, stripe):
    donation = begin()
    payments_on.pay(donation.provider_session)
    domain.settle(donation=donation, provider=stripe, source="return")
    donation.refresh_from_db()
    payments_on.refund(donation.provider_payment, 700)
    money.reconcile(0)
    donation.refresh_from_db()
    assert donation.refunded_cents == 700
