"""Many at once, with real commits: nothing is lost, nothing is counted twice."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import Campaign, Donation, InboxEvent, Need, Refund
from django.db import connection
from makers import begin, make_campaign, make_need, settle

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(doing: Callable[[Any], Any], things: Iterable[Any]) -> list[Any]:
    """Do it with all of them in eight threads; what a verb refuses is part of the answer."""

    def one(thing: Any) -> Any:
        try:
            return doing(thing)
        except domain.NotAllowedError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, things))


def done(answers: list[Any]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


def test_payments_that_everybody_looks_at_at_once_count_once(provider, bank):
    campaign = make_campaign(goal_cents=40 * 1000)

    def give(number: int) -> None:
        donation = begin(provider, campaign, 1000)
        bank.pay(donation.provider_session)

    at_once(give, range(40))
    donations = list(Donation.objects.all())

    def look(donation: Donation) -> None:
        settle(provider, donation)

    at_once(look, donations * 4)
    domain.reconcile(provider=provider)
    found = Campaign.objects.with_totals().get()
    assert (found.confirmed_cents, found.donation_count, found.stage) == (40_000, 40, "funded")
    for donation in donations:
        moves = donation.events.filter(kind="state").values_list("to_state", flat=True)
        assert list(moves) == ["paid"]


def test_one_event_that_comes_many_times_at_once_is_kept_once(provider, bank):
    donation = begin(provider)
    bank.pay(donation.provider_session)
    fact = provider.events_told[-1]
    kept = at_once(lambda number: domain.receive_event(event=fact), range(16))
    assert len([one for one in kept if one]) == InboxEvent.objects.count() == 1


def test_the_last_chair_is_promised_to_one(provider):
    need = make_need(quantity=3)

    def promise(number: int) -> Any:
        return domain.promise(need=need, quantity=1, name="Kim", email=f"{number}@example.org")

    assert done(at_once(promise, range(12))) == 3
    assert Need.objects.get().open_quantity == 0


def test_two_who_refund_at_once_do_not_give_back_more_than_came(provider, bank):
    donation = begin(provider, cents=1000)
    bank.pay(donation.provider_session)
    settle(provider, donation)

    def refund(number: int) -> Any:
        return domain.request_refund(donation=donation, cents=600, reason="", by=None)

    assert done(at_once(refund, range(8))) == 1
    at_once(
        lambda number: domain.carry_out_refund(refund=Refund.objects.get(), provider=provider),
        range(8),
    )
    donation.refresh_from_db()
    assert donation.refunded_cents == 600


def test_two_who_plan_a_payout_at_once_set_the_money_aside_once(provider, bank):
    campaign = make_campaign()
    donation = begin(provider, campaign)
    bank.pay(donation.provider_session)
    settle(provider, donation)
    assert done(at_once(lambda number: domain.plan_payout(campaign=campaign), range(8))) == 1


def test_reconciling_beside_itself_does_no_harm(provider, bank):
    for _donation in range(10):
        bank.pay(begin(provider, cents=1000, monthly=True).provider_session)
    for subscription in list(provider.subscriptions):
        bank.renew(subscription)
    at_once(lambda number: domain.reconcile(provider=provider), range(4))
    domain.reconcile(provider=provider)
    sums = Donation.objects.values_list("state", "settled_cents")
    assert list(sums) == [("paid", 1000)] * 20
