"""The simulator's answers have what Stripe's own description says of them."""

import json

import pytest
from jsonschema.exceptions import best_match
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource, Specification

from tests.simulators.stripe import schema
from tests.simulators.stripe.client import StripeSimulator

MONTH = 31
ADDRESS = "urn:stripe"


def with_null(part):
    """``nullable`` as Stripe means it, beside ``anyOf``; the standard has it beside ``type``."""
    if isinstance(part, list):
        return [with_null(one) for one in part]
    if not isinstance(part, dict):
        return part
    rest = {name: with_null(value) for name, value in part.items() if name != "nullable"}
    return {"anyOf": [rest, {"enum": [None]}]} if part.get("nullable") is True else rest


@pytest.fixture(scope="module")
def registry():
    """Where the validator finds Stripe's schemas."""
    kinds = with_null(schema.whole()["components"]["schemas"])
    description = {"components": {"schemas": kinds}}
    resource = Resource(contents=description, specification=Specification.OPAQUE)
    return Registry().with_resource(ADDRESS, resource)


@pytest.fixture
def checked(registry):
    """Check an answer against the schema of its kind; the faults, as texts."""

    def check(one):
        wanted = {"$ref": f"{ADDRESS}#/components/schemas/{one['object']}"}
        faults = OAS30Validator(wanted, registry=registry).iter_errors(one)
        return [f"{fault.json_path}: {_reason(fault)}" for fault in faults]

    return check


def _reason(fault):
    """Of several schemas none of which fits, what the nearest says."""
    return best_match([fault]).message[:200]


@pytest.fixture
def everything(stripe_simulator: StripeSimulator, stripe_client, new_session):
    """Something of every kind."""
    card, debit = new_session(), new_session()
    stripe_simulator.pay(card.id, email="donor@example.org", name="Mia Muster")
    stripe_simulator.pay(debit.id, "sepa_fails")
    stripe_simulator.pay(new_session().id, "decline")
    monthly = new_session(monthly=True)
    stripe_simulator.pay(monthly.id, email="donor@example.org")
    broken = stripe_simulator.objects("subscription")[0]["id"]
    stripe_simulator.break_card(broken)
    stripe_simulator.advance(days=MONTH)
    intent = stripe_client.checkout.sessions.retrieve(card.id).payment_intent
    stripe_client.refunds.create({"payment_intent": intent, "amount": 100})
    stripe_simulator.finish_dispute(stripe_simulator.dispute(intent)["id"], won=True)
    account = stripe_client.accounts.create({"capabilities": {"transfers": {"requested": True}}})
    stripe_simulator.get_on_board(account.id)
    words = {"amount": 10, "currency": "eur", "destination": account.id}
    transfer = stripe_client.transfers.create(words)
    stripe_client.transfers.reversals.create(transfer.id, {"amount": 1})
    stripe_simulator.pay_out()
    stripe_client.subscriptions.cancel(broken)
    return stripe_simulator


KINDS = (
    "account",
    "balance_transaction",
    "charge",
    "checkout.session",
    "customer",
    "dispute",
    "event",
    "invoice",
    "invoice_payment",
    "payment_intent",
    "payout",
    "price",
    "product",
    "refund",
    "subscription",
    "subscription_item",
    "transfer",
    "transfer_reversal",
)


def test_every_object_fits_stripes_schema(everything, checked):
    faults = {
        f"{kind} {fault}"
        for kind in KINDS
        for one in everything.objects(kind)
        for fault in checked(one)
    }
    assert not faults, "\n".join(sorted(faults))
    assert all(everything.objects(kind) for kind in KINDS)


def test_the_balance_and_line_items_fit_stripes_schema(everything, stripe_client, checked):
    session = everything.objects("checkout.session")[0]["id"]
    assert checked(stripe_client.balance.retrieve().to_dict()) == []
    answer = stripe_client.checkout.sessions.line_items.list(session)
    for item in json.loads(answer.last_response.body)["data"]:
        assert checked(item) == []


def test_the_excerpt_is_kept_and_small(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "FOLDER", tmp_path)
    made = schema.excerpt(["post /v1/refunds", "get /v1/refunds"])
    (kept,) = tmp_path.iterdir()
    assert kept.stat().st_size < 500_000
    assert made.version == "2026-05-27.dahlia"
    assert made.requests["get /v1/refunds"]["properties"]["payment_intent"]["type"] == "string"
    kept.touch()
    assert schema.excerpt(["post /v1/refunds", "get /v1/refunds"]) == made
