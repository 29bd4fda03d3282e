"""Subscriptions: begun by a checkout, renewed by the clock, changed, ended."""

import calendar
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.simulators.stripe import invoices, payments
from tests.simulators.stripe.answers import listed
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.world import DAY, World, job

# When a failed renewal is tried again, in days after the last try; then the subscription ends.
RETRY_DAYS = (3, 5, 7)
UNITS = {"day": 1, "week": 7}


def later(anchor: int, interval: str, count: int) -> int:
    """So many intervals after the anchor; the 31st becomes the last day of a shorter month."""
    start = datetime.fromtimestamp(anchor, UTC)
    if interval in UNITS:
        return int((start + timedelta(days=UNITS[interval] * count)).timestamp())
    months = start.year * 12 + start.month - 1 + count * (12 if interval == "year" else 1)
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return int(start.replace(year=year, month=month + 1, day=day).timestamp())


def started(world: World, session: Object, intent: Object) -> None:
    """The subscription of a session that was paid, or whose debit is on the way."""
    items = [world.store.get("item", key) for key in session["_items"]]
    lines = [{"price": item["price"], "quantity": item["quantity"]} for item in items]
    subscription = _new(world, session, intent)
    recurring = [line for line in lines if line["price"]["recurring"]]
    period = _first_period(world, recurring[0]["price"])
    made = [_new_item(world, subscription, line, period) for line in recurring]
    _set_items(world, subscription, made)
    world.emit("customer.subscription.created", subscription)
    invoice = invoices.new_invoice(world, subscription, "subscription_create", lines, period)
    invoices.attach(world, invoice, intent)
    world.update(session, subscription=subscription["id"], invoice=invoice["id"])
    if intent["status"] == "succeeded":
        invoices.paid(world, invoice)
    _plan_renewal(world, subscription)


def _new(world: World, session: Object, intent: Object) -> Object:
    given = session["_subscription"]
    now = world.now()
    return world.make(
        "subscription",
        automatic_tax={"disabled_reason": None, "enabled": False, "liability": None},
        billing_cycle_anchor=now,
        billing_mode={"flexible": {"proration_discounts": "included"}, "type": "flexible"},
        billing_schedules=[],
        cancel_at_period_end=False,
        cancellation_details={"comment": None, "feedback": None, "reason": None},
        collection_method="charge_automatically",
        currency="eur",
        customer=session["customer"],
        default_payment_method=intent["payment_method"],
        description=given.get("description"),
        discounts=[],
        invoice_settings={"account_tax_ids": None, "issuer": {"type": "self"}},
        metadata=given.get("metadata", {}),
        start_date=now,
        status="active",
        _method=payments.method_of(world.store.get("charge", intent["latest_charge"])),
        _broken=False,
    )


def _first_period(world: World, price: Object) -> Object:
    rhythm = price["recurring"]
    end = later(world.now(), rhythm["interval"], rhythm["interval_count"])
    return {"start": world.now(), "end": end}


def _new_item(world: World, subscription: Object, line: Object, period: Object) -> Object:
    item = world.make(
        "subscription_item",
        current_period_end=period["end"],
        current_period_start=period["start"],
        discounts=[],
        metadata={},
        price=line["price"],
        quantity=line["quantity"],
        subscription=subscription["id"],
        tax_rates=[],
    )
    item.pop("livemode")
    return item


def items_of(world: World, subscription: Object) -> list[Object]:
    """What is paid for in every period."""
    return [
        world.store.get("subscription_item", one["id"]) for one in subscription["items"]["data"]
    ]


def _set_items(world: World, subscription: Object, items: list[Object]) -> None:
    url = f"/v1/subscription_items?subscription={subscription['id']}"
    world.update(subscription, items=listed([dict(item) for item in items], url))


def change(world: World, subscription: Object, items: list[Object], **fields: Any) -> None:
    """Other items, other words; told by one event."""
    former = dict(subscription)
    _set_items(world, subscription, items)
    world.update(subscription, **fields)
    changed = {name: value for name, value in former.items() if subscription[name] != value}
    if changed:
        world.emit("customer.subscription.updated", subscription, changed)


def end(world: World, subscription: Object, reason: str, **details: str) -> None:
    """No further renewal."""
    now = world.now()
    world.update(
        subscription,
        canceled_at=subscription["canceled_at"] or now,
        cancel_at_period_end=False,
        cancellation_details=subscription["cancellation_details"] | {"reason": reason} | details,
        ended_at=now,
        status="canceled",
    )
    world.emit("customer.subscription.deleted", subscription)


# --- renewal -----------------------------------------------------------------------------------


def _plan_renewal(world: World, subscription: Object) -> None:
    item = items_of(world, subscription)[0]
    after = item["current_period_end"] - world.now()
    world.schedule(max(after, 1), renew, subscription=subscription["id"])


@job
def renew(world: World, subscription: str) -> None:
    """The period is over: an invoice for the next one, or the end that was asked for."""
    one = world.store.get("subscription", subscription)
    if one["status"] == "canceled":
        return
    if one["cancel_at_period_end"]:
        end(world, one, "cancellation_requested")
        return
    items = items_of(world, one)
    for item in items:
        _move_on(world, one, item)
    change(world, one, items)
    period = {"start": items[0]["current_period_start"], "end": items[0]["current_period_end"]}
    invoice = invoices.new_invoice(world, one, "subscription_cycle", items, period)
    _plan_renewal(world, one)
    collect(world, invoice)


def _move_on(world: World, subscription: Object, item: Object) -> None:
    """From the anchor and not from the last end, which may have been a short month's."""
    rhythm, anchor = item["price"]["recurring"], subscription["billing_cycle_anchor"]
    start, count = item["current_period_end"], 1
    while (moment := later(anchor, rhythm["interval"], count * rhythm["interval_count"])) <= start:
        count += 1
    world.update(item, current_period_start=start, current_period_end=moment)


def collect(world: World, invoice: Object) -> None:
    """Try to get an open invoice's money from the method that is kept for it."""
    subscription = world.store.get("subscription", invoice["_subscription"])
    method = subscription["_method"]
    intent = invoices.intent_for(world, invoice, [method])
    world.update(invoice, attempted=True, attempt_count=invoice["attempt_count"] + 1)
    customer = world.store.get("customer", invoice["customer"])
    payer = {"email": customer["email"], "name": customer["name"]}
    if method == "sepa_debit":
        from tests.simulators.stripe.paying import plan_debit

        payments.debit(world, intent, payer)
        plan_debit(world, intent, comes=not subscription["_broken"])
    elif subscription["_broken"]:
        payments.decline_card(world, intent, payer)
        failed(world, invoice)
    else:
        payments.pay_by_card(world, intent, payer)
        settled(world, invoice)


def settled(world: World, invoice: Object) -> None:
    """An invoice's money has come."""
    invoices.paid(world, invoice)
    subscription = world.store.get("subscription", invoice["_subscription"])
    if subscription["status"] == "past_due":
        world.update(subscription, "customer.subscription.updated", status="active")


def failed(world: World, invoice: Object) -> None:
    """An invoice's money has not come: try again later, in the end give up."""
    subscription = world.store.get("subscription", invoice["_subscription"])
    tries = max(invoice["attempt_count"], 1)
    pause = RETRY_DAYS[tries - 1] * DAY if tries <= len(RETRY_DAYS) else None
    world.update(invoice, next_payment_attempt=world.now() + pause if pause else None)
    world.emit("invoice.payment_failed", invoice)
    if subscription["status"] == "canceled":
        return
    if pause is None:
        end(world, subscription, "payment_failed")
        return
    world.update(subscription, "customer.subscription.updated", status="past_due")
    world.schedule(pause, try_again, invoice=invoice["id"])


@job
def try_again(world: World, invoice: str) -> None:
    """A further try, unless it has been paid or nobody wants it any more."""
    one = world.store.get("invoice", invoice)
    subscription = world.store.get("subscription", one["_subscription"])
    if one["status"] == "open" and subscription["status"] != "canceled":
        collect(world, one)
