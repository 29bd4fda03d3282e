import pytest
from crowdfunding_lite import domain
from crowdfunding_lite.models import InboxEvent
from crowdfunding_lite.providers import EventFact, UnavailableError
from django.utils import timezone
from makers import begin, go_to_page, make_campaign, settle

pytestmark = pytest.mark.django_db


def deliver(provider, fact) -> None:
    kept = domain.receive_event(event=fact)
    if kept:
        domain.handle_event(event=kept, provider=provider)


def test_an_event_is_kept_once(provider):
    fact = EventFact("evt_1", "x", "pi_1", timezone.now(), False, {"payment": "pi_1"})
    first = domain.receive_event(event=fact)
    assert first is not None
    assert (first.event_id, first.about) == ("evt_1", {"payment": "pi_1"})
    assert domain.receive_event(event=fact) is None


def test_events_settle_in_any_order_and_any_number(provider, bank):
    donation = begin(provider)
    payment = bank.debit(donation.provider_session)
    bank.debit_arrives(payment)
    bank.refund(payment, 500)
    for fact in [*reversed(provider.events_told), *provider.events_told]:
        deliver(provider, fact)
    donation.refresh_from_db()
    assert (donation.state, donation.net_cents) == ("refunded_in_part", 4500)


def test_an_event_brings_the_page_that_a_crash_has_kept_from_us(provider, bank):
    donation = domain.open_donation(campaign=make_campaign(), amount_cents=500)
    provider.fail_next("create_checkout", "after")
    with pytest.raises(UnavailableError):
        go_to_page(provider, donation)
    bank.pay(next(iter(provider.sessions)))
    deliver(provider, provider.events_told[-1])
    donation.refresh_from_db()
    assert (donation.state, donation.provider_session) == ("paid", next(iter(provider.sessions)))


def test_a_payment_nobody_knows_leads_to_its_donation_by_its_metadata(provider, bank):
    donation = begin(provider)
    payment = bank.pay(donation.provider_session)
    bank.dispute(payment)
    fact = EventFact("evt_x", "dispute", "dp", timezone.now(), False, {"payment": payment})
    deliver(provider, fact)
    donation.refresh_from_db()
    assert donation.state == "disputed"


@pytest.mark.parametrize(
    "about",
    [{"payment": "pi_other"}, {"session": "cs_other"}, {"subscription": "sub_other"}, {}],
)
def test_events_of_others_are_of_no_concern(provider, about):
    deliver(provider, EventFact("evt_1", "x", "y", timezone.now(), False, about, donation="no id"))
    assert InboxEvent.objects.get().handled_at is not None


def test_an_event_cannot_hang_a_foreign_payment_on_a_donation(provider, bank):
    """Only what the provider says of the object counts, never what an event says."""
    donation = domain.open_donation(campaign=make_campaign(), amount_cents=5000)
    other = begin(provider)
    bank.pay(other.provider_session)
    about = {"session": "cs_other", "payment": "pi_other"}
    fact = EventFact(
        "evt_1", "x", "y", timezone.now(), False, about, donation=str(donation.public_id)
    )
    deliver(provider, fact)
    donation.refresh_from_db()
    assert (donation.state, donation.settled_cents, donation.provider_session) == (
        "started",
        0,
        None,
    )


def test_an_event_that_cannot_be_handled_now_waits_with_its_reason(provider, bank):
    donation = begin(provider)
    bank.pay(donation.provider_session)
    kept = domain.receive_event(event=provider.events_told[-1])
    provider.fail_next("payment")
    with pytest.raises(UnavailableError):
        domain.handle_event(event=kept, provider=provider)
    kept.refresh_from_db()
    assert (kept.attempts, kept.handled_at, "Unavailable" in kept.error) == (1, None, True)
    domain.reconcile(provider=provider)
    kept.refresh_from_db()
    donation.refresh_from_db()
    assert (kept.attempts, kept.error, donation.state) == (2, "", "paid")
    assert kept.handled_at is not None


def test_an_event_of_a_renewal_makes_the_months_donation(provider, bank):
    donation = begin(provider, cents=1000, monthly=True)
    bank.pay(donation.provider_session)
    subscription = settle(provider, donation).subscription
    bank.renew(subscription.provider_subscription)
    deliver(provider, provider.events_told[-1])
    assert subscription.donations.count() == 2


def test_all_events_of_a_payment_that_wait_are_handled_by_one_look(provider, bank):
    donation, other = begin(provider), begin(provider)
    payment = bank.debit(donation.provider_session)
    bank.debit_arrives(payment)
    bank.pay(other.provider_session)
    kept = [domain.receive_event(event=fact) for fact in provider.events_told]
    domain.handle_event(event=kept[1], provider=provider)
    for event in kept:
        event.refresh_from_db()
    assert [event.handled_at is not None for event in kept] == [True, True, False]
    assert [event.attempts for event in kept] == [0, 1, 0]
    looked = provider.requests.count("payment")
    domain.handle_event(event=kept[0], provider=provider)
    assert provider.requests.count("payment") == looked
