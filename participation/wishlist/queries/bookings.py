"""The wish list's money as bookings: what the accountant's program takes over."""

from collections.abc import Iterator
from datetime import date

from crowdfunding_lite.models import BalanceEntry, BalanceKind, Payout, PayoutMethod, PayoutState
from django.utils import timezone

from participation.wishlist.bank.datev import Booking, Client
from participation.wishlist.models import OfficeSettings

WORDS = {
    BalanceKind.PAYMENT: "Spende",
    BalanceKind.REFUND: "Erstattung",
    BalanceKind.REFUND_FAILED: "Erstattung zurück",
    BalanceKind.DISPUTE: "Rückbuchung",
    BalanceKind.DISPUTE_WON: "Rückbuchung zurück",
}
CHUNK = 500


def year_of(settings: OfficeSettings, day: date) -> date:
    """The first day of the fiscal year in which a day lies."""
    first = date(day.year, settings.year_begins_in, 1)
    return first if first <= day else date(day.year - 1, settings.year_begins_in, 1)


def client_of(settings: OfficeSettings, day: date) -> Client:
    """Whose books, in the fiscal year of a day."""
    return Client(
        adviser=settings.datev_adviser,
        number=settings.datev_client,
        year_begins=year_of(settings, day),
        account_length=len(settings.account_transit),
    )


def bookings(settings: OfficeSettings, since: date, until: date) -> Iterator[Booking]:
    """What moved between two days, both included, in the order of time. No names of donors.

    A donation is money at the provider against donations to hand on; fees are taken from the
    provider's balance; a payout takes from the donations to hand on. Two queries.
    """
    entries = (
        BalanceEntry.objects.filter(at__date__gte=since, at__date__lte=until)
        .select_related("donation__campaign")
        .order_by("at", "pk")
    )
    for entry in entries.iterator(chunk_size=CHUNK):
        yield from _entry(settings, entry)
    payouts = (
        Payout.objects.filter(state=PayoutState.PAID)
        .filter(paid_at__date__gte=since, paid_at__date__lte=until)
        .select_related("campaign", "receiver")
        .order_by("paid_at", "pk")
    )
    for payout in payouts.iterator(chunk_size=CHUNK):
        yield _payout(settings, payout)


def _entry(settings: OfficeSettings, entry: BalanceEntry) -> Iterator[Booking]:
    day = timezone.localdate(entry.at)
    title = entry.donation.campaign.title
    word = WORDS.get(BalanceKind(entry.kind), entry.get_kind_display())
    if entry.cents:
        yield Booking(
            day=day,
            cents=entry.cents,
            account=settings.account_transit,
            other=settings.account_donations,
            document=entry.provider_reference,
            text=f"{word}: {title}",
        )
    if entry.fee_cents:
        yield Booking(
            day=day,
            cents=entry.fee_cents,
            account=settings.account_fees,
            other=settings.account_transit,
            document=entry.provider_reference,
            text=f"Gebühr {word}: {title}",
        )


def _payout(settings: OfficeSettings, payout: Payout) -> Booking:
    assert payout.paid_at is not None  # noqa: S101 – narrows the type
    by_bank = payout.method == PayoutMethod.BANK
    return Booking(
        day=timezone.localdate(payout.paid_at),
        cents=payout.cents,
        account=settings.account_donations,
        other=settings.account_bank if by_bank else settings.account_transit,
        document=payout.reference,
        text=f"Auszahlung {payout.receiver.name}: {payout.campaign.title}",
    )
