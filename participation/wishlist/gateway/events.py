"""Stripe's events: whose they are, and what they concern. What holds is fetched later."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from crowdfunding_lite.providers import EventFact
from django.utils import timezone

from participation.wishlist.gateway.client import is_signed
from participation.wishlist.gateway.facts import id_of, moment, subscription_of

TOLERANCE = timedelta(minutes=5)
"""How far a signature's time may be from ours, either way; Stripe's own check knows one way."""
LONGEST_ID = 255
KINDS = (
    "checkout.session.completed",
    "checkout.session.expired",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "payment_intent.succeeded",
    "payment_intent.processing",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.refunded",
    "charge.updated",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "invoice.paid",
    "invoice.payment_failed",
)
"""Those that concern a payment; Stripe's list of events takes 20 at once."""
OF_SUBSCRIPTIONS = ("customer.subscription.updated", "customer.subscription.deleted")
OWN = {"checkout.session": "session", "payment_intent": "payment", "subscription": "subscription"}
HANDLED = frozenset(KINDS + OF_SUBSCRIPTIONS)


class NotStripesError(Exception):
    """Nothing that Stripe has signed just now."""


class UnreadableError(Exception):
    """Signed, and no event all the same."""


def verified(body: bytes, header: str, secrets: list[str], now: datetime | None = None) -> bytes:
    """The body, if Stripe has signed it within the last minutes. Raises NotStripesError."""
    times = re.findall(r"(?:^|,)t=(\d{1,12})(?=,|$)", header)
    if len(times) != 1 or header.count("t=") != 1:
        raise NotStripesError("no time")
    apart = (now or timezone.now()).timestamp() - int(times[0])
    if abs(apart) > TOLERANCE.total_seconds():
        raise NotStripesError("too old or in the future")
    if not is_signed(body, header, secrets):
        raise NotStripesError("no signature of ours")
    return body


def read(body: bytes) -> EventFact:
    """The event of a verified body. Raises UnreadableError."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("no JSON") from error
    fact = event_fact(event) if isinstance(event, dict) else None
    if fact is None or not _can_be_stored(fact):
        raise UnreadableError("no event")
    return fact


def _can_be_stored(fact: EventFact) -> bool:
    """Whether its ids are text to PostgreSQL: JSON may spell a zero byte or half a character."""
    texts = (fact.reference, fact.object_id, *fact.about.values())
    return all(text.isprintable() for text in texts)


def event_fact(event: dict[str, Any]) -> EventFact | None:
    """An event, or None if it lacks what every event has."""
    reference, kind = event.get("id"), event.get("type")
    created, data = event.get("created"), event.get("data")
    one = data.get("object") if isinstance(data, dict) else None
    if not (isinstance(reference, str) and isinstance(kind, str) and isinstance(one, dict)):
        return None
    if not (type(created) is int and 0 <= created < 2**34 and 0 < len(reference) <= LONGEST_ID):
        return None
    metadata = one.get("metadata")
    donation = str(metadata.get("donation", ""))[:64] if isinstance(metadata, dict) else ""
    return EventFact(
        reference=reference,
        kind=kind,
        object_id=id_of(one)[:LONGEST_ID],
        created=moment(created),
        livemode=event.get("livemode") is True,
        about={name: words for name, words in _about(one).items() if words},
        donation=donation if donation.isprintable() else "",
    )


def _about(one: dict[str, Any]) -> dict[str, str]:
    """What an object concerns, by Stripe's ids."""
    kind = one.get("object")
    about = {OWN[kind]: id_of(one)} if kind in OWN else {}
    if kind == "invoice":
        about = {"invoice": id_of(one), "subscription": subscription_of(one)[0]}
    about.setdefault("payment", id_of(one.get("payment_intent")))
    if kind == "checkout.session":
        about["subscription"] = id_of(one.get("subscription"))
    return about
