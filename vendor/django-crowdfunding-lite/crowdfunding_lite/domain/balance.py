"""The nightly check: every cent of the provider's balance is one of our books, and the other way.

Two comparisons. Each movement of a day must be the same at the provider and in our copies
(``BalanceEntry``); and a donation's sums, from which all totals are computed, must be what its
copies add up to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from crowdfunding_lite.domain.errors import BusyError
from crowdfunding_lite.domain.inbox import find_by_metadata
from crowdfunding_lite.domain.settling import settle
from crowdfunding_lite.hooks import hooks
from crowdfunding_lite.models import (
    BalanceEntry,
    BalanceKind,
    Difference,
    Donation,
    Payout,
    Source,
)
from crowdfunding_lite.models.donations import OPEN
from crowdfunding_lite.providers import BalanceFact, Provider, ProviderError

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
NOT_OF_DONATIONS = (BalanceKind.BANK,)
GONE = "gone"
TRANSFERS = (BalanceKind.TRANSFER, BalanceKind.TRANSFER_BACK)


@dataclass(frozen=True)
class Line:
    """One reference with what each side says it moved, after fees."""

    reference: str
    ours_cents: int
    theirs_cents: int
    donation: int | None = None

    @property
    def differs(self) -> bool:
        return self.ours_cents != self.theirs_cents


def compare_with_balance(*, provider: Provider, day: date) -> list[Difference]:
    """Compare one day (UTC); the differences that are open after it.

    What differs is settled first and compared again, so that only what settling cannot explain is
    reported. A difference that has gone is marked as solved; one that somebody has explained is not
    reported again. Raises ProviderError.
    """
    since = datetime.combine(day, time(), tzinfo=UTC)
    facts = _of_donations(provider.balance(since=since, until=since + timedelta(days=1)))
    lines = _lines(facts, since)
    unsettled = [line for line in lines if line.differs]
    if unsettled:
        _settle(provider, facts, unsettled)
        lines = _lines(facts, since)
    found = [_report(line, day) for line in lines if line.differs and not _is_explained(line)]
    _solve(day, found, [line.reference for line in lines if not line.differs])
    return found


def _of_donations(facts: Iterable[BalanceFact]) -> list[BalanceFact]:
    """Without movements of payments that are other business of the host."""
    found = list(facts)
    others = hooks().not_of_donations(payments={fact.payment for fact in found if fact.payment})
    return [fact for fact in found if fact.payment not in others]


def _lines(facts: list[BalanceFact], since: datetime) -> list[Line]:
    theirs = [fact for fact in facts if fact.kind not in NOT_OF_DONATIONS]
    donations = {
        donation.provider_payment: donation.pk
        for donation in Donation.objects.filter(
            provider_payment__in={fact.payment for fact in theirs if fact.payment}
        )
    }
    until = since + timedelta(days=1)
    ours = {
        entry.provider_reference: entry
        for entry in BalanceEntry.objects.filter(at__gte=since, at__lt=until)
    }
    lines = [_transfer(fact) for fact in theirs if fact.kind in TRANSFERS]
    for fact in theirs:
        if fact.kind in TRANSFERS:
            continue
        entry = ours.pop(fact.reference, None)
        cents = entry.cents - entry.fee_cents if entry else 0
        donation = entry.donation_id if entry else donations.get(fact.payment)
        lines.append(Line(fact.reference, cents, fact.net_cents, donation))
    lines += [
        Line(reference, entry.cents - entry.fee_cents, 0, entry.donation_id)
        for reference, entry in ours.items()
    ]
    return lines + _sums({line.donation for line in lines if line.donation})


def _transfer(fact: BalanceFact) -> Line:
    """A transfer is one of our payouts, by the provider's id of it."""
    payout = Payout.objects.filter(provider_transfer=fact.source or "-").first()
    ours = 0
    if payout and fact.kind == BalanceKind.TRANSFER:
        ours = -payout.cents
    return Line(fact.reference, ours, fact.net_cents)


def _sums(donations: set[int]) -> list[Line]:
    """Each donation's sums beside what its movements add up to.

    A direct debit may be in the balance before its bank has paid, and is in no sum until then.
    """
    rows = (
        Donation.objects.filter(pk__in=donations)
        .exclude(state__in=OPEN)
        .annotate(
            ours=F("net_cents") - F("disputed_cents") - F("provider_fee_cents"),
            theirs=Coalesce(Sum("balance_entries__cents"), 0)
            - Coalesce(Sum("balance_entries__fee_cents"), 0),
        )
    )
    return [
        Line(f"donation {row.public_id}", row.ours, row.theirs, row.pk)
        for row in rows.order_by("pk")
    ]


def _settle(provider: Provider, facts: list[BalanceFact], lines: list[Line]) -> None:
    """Settle what differs, and donations that only the provider's metadata know."""
    differing = {line.reference for line in lines}
    known = {line.donation for line in lines if line.donation}
    for donation in Donation.objects.filter(pk__in=known):
        _try_to_settle(donation, provider)
    for fact in facts:
        if fact.reference in differing and fact.payment:
            _adopt(fact.payment, provider)


def _adopt(payment: str, provider: Provider) -> None:
    if Donation.objects.filter(provider_payment=payment).exists():
        return
    try:
        donation = find_by_metadata(payment=payment, provider=provider)
    except ProviderError:
        return
    if donation:
        _try_to_settle(donation, provider, payment)


def _try_to_settle(donation: Donation, provider: Provider, payment: str = "") -> None:
    try:
        settle(donation=donation, provider=provider, source=Source.RECONCILE, payment=payment)
    except (ProviderError, BusyError):  # stays different, and is reported
        return


def _is_explained(line: Line) -> bool:
    """Whether somebody has said what these very cents are; other ones are asked about anew."""
    known = Difference.objects.filter(
        provider_reference=line.reference,
        ours_cents=line.ours_cents,
        theirs_cents=line.theirs_cents,
        solved_at__isnull=False,
    )
    return known.exclude(note=GONE).exists()


def _report(line: Line, day: date) -> Difference:
    with transaction.atomic():
        difference, is_new = Difference.objects.get_or_create(
            provider_reference=line.reference,
            solved_at=None,
            defaults={
                "day": day,
                "donation_id": line.donation,
                "ours_cents": line.ours_cents,
                "theirs_cents": line.theirs_cents,
            },
        )
        if is_new:
            hooks().difference_found(difference=difference)
        else:
            difference.ours_cents, difference.theirs_cents = line.ours_cents, line.theirs_cents
            difference.save(update_fields=["ours_cents", "theirs_cents"])
    return difference


def _solve(day: date, found: list[Difference], agreeing: list[str]) -> None:
    """What was reported of this day and is not found again has gone, as has what agrees now."""
    gone = Difference.objects.unsolved().filter(Q(day=day) | Q(provider_reference__in=agreeing))
    gone.exclude(pk__in=[difference.pk for difference in found]).update(
        solved_at=timezone.now(), note=GONE
    )
