"""Our books beside those of the simulated Stripe."""

from crowdfunding_lite.models import Donation, DonationState, Refund

from tests.simulators.stripe.client import StripeSimulator


def assert_books_agree(stripe: StripeSimulator) -> None:
    """Every payment once, every cent of it, every refund once, and nothing that is not there."""
    truth = stripe.books()
    ours = {one.provider_payment: one for one in Donation.objects.exclude(provider_payment=None)}
    assert [one.mismatch for one in ours.values() if one.mismatch] == []
    for payment in truth["payments"]:
        donation = ours.pop(payment["payment_intent"], None)
        if donation is None:  # declined, and the page was left
            assert payment["received"] == 0
            continue
        for name in ("received", "refunded", "disputed", "lost", "net"):
            column = {"received": "settled"}.get(name, name)
            assert getattr(donation, f"{column}_cents") == payment[name], (donation, name)
    assert not ours
    assert not Donation.objects.filter(provider_payment=None).exclude(settled_cents=0).exists()
    assert_refunds_agree(truth)
    assert_movements_agree(truth)


def assert_refunds_agree(truth: dict) -> None:
    """Each refund of ours was made once, and those of others are known."""
    rows = dict(
        Refund.objects.exclude(provider_refund=None).values_list("provider_refund", "cents")
    )
    assert rows == {one["id"]: one["amount"] for one in truth["refunds"]}
    keys = [one["metadata"]["key"] for one in truth["refunds"] if "key" in one["metadata"]]
    assert len(keys) == len(set(keys))


def assert_movements_agree(truth: dict) -> None:
    """What moved the balance, fees too, is what our copies say."""
    mine = [
        one
        for one in truth["transactions"]
        if one["type"] not in ("payout", "transfer", "transfer_refund")
    ]
    copies = {
        entry.provider_reference: (entry.cents, entry.fee_cents)
        for donation in Donation.objects.prefetch_related("balance_entries")
        for entry in donation.balance_entries.all()
    }
    assert copies == {one["id"]: (one["amount"], one["fee"]) for one in mine}
    # A direct debit is in the balance as pending before its bank has paid, and in no sum of ours.
    settled = Donation.objects.exclude(state=DonationState.PROCESSING)
    for donation in settled.prefetch_related("balance_entries"):
        moved = [(entry.cents, entry.fee_cents) for entry in donation.balance_entries.all()]
        sums = donation.net_cents - donation.disputed_cents, donation.provider_fee_cents
        assert sums == (sum(one[0] for one in moved), sum(one[1] for one in moved)), donation.state
