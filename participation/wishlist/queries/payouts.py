"""What can be set aside for institutions, what is held, and what is on its way."""

from crowdfunding_lite.models import Campaign, Donation, Payout, PayoutMethod, PayoutState, Rule
from crowdfunding_lite.models.payouts import GONE
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from participation.wishlist.bank import pain001
from participation.wishlist.models import BankFile, WishUpdate

AVAILABLE = F("net_cents") - F("disputed_cents") - F("provider_fee_cents")
UNTOLD, NO_ACCOUNT, INACTIVE, NOT_YET = "untold", "account", "inactive", "not-yet"
"""Why a campaign with money gets no payout at present."""


def to_plan() -> QuerySet:
    """Campaigns with money nobody has set aside, the most first. One query.

    ``available_cents`` and ``blocked`` (empty, or one of the reasons above) are with them. The verb
    decides; this says beforehand what it would say.
    """
    of_campaign = {"campaign": OuterRef("pk")}
    came = Donation.objects.filter(**of_campaign).order_by().values("campaign")
    gone = Payout.objects.filter(**of_campaign).exclude(state__in=GONE).order_by()
    last = gone.order_by("-created_at").annotate(since=Coalesce("paid_at", "created_at"))
    told = WishUpdate.objects.public().filter(wish__campaign=OuterRef("pk")).order_by()
    return (
        Campaign.objects.annotate(
            came_cents=_sum(came.annotate(sum=Sum(AVAILABLE))),
            planned_cents=_sum(gone.values("campaign").annotate(sum=Sum("cents"))),
            last_payout=Subquery(last.values("since")[:1], output_field=DateTimeField()),
            last_told=Subquery(
                told.values("wish").annotate(at=Max("created_at")).values("at"),
                output_field=DateTimeField(),
            ),
        )
        .annotate(available_cents=F("came_cents") - F("planned_cents"))
        .filter(available_cents__gt=0)
        .annotate(blocked=_blocked())
        .select_related("receiver", "wish__institution")
        .order_by("-available_cents", "pk")
    )


def _sum(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.values("sum")), Value(0), output_field=BigIntegerField())


def _blocked() -> Case:
    bank = Q(receiver__payout_method=PayoutMethod.BANK)
    waits = Q(rule=Rule.ALL_OR_NOTHING) & (Q(ended_at=None) | Q(missed_at__isnull=False))
    silent = Q(last_payout__isnull=False) & (Q(last_told=None) | Q(last_told__lte=F("last_payout")))
    return Case(
        When(receiver__is_active=False, then=Value(INACTIVE)),
        When(bank & Q(receiver__iban=""), then=Value(NO_ACCOUNT)),
        When(~bank & Q(receiver__provider_account=""), then=Value(NO_ACCOUNT)),
        When(waits, then=Value(NOT_YET)),
        When(silent, then=Value(UNTOLD)),
        default=Value(""),
        output_field=CharField(),
    )


def in_state(*states: str) -> QuerySet[Payout]:
    """Payouts with what they are for, those released first on top."""
    rows = Payout.objects.filter(state__in=states) if states else Payout.objects.all()
    return rows.select_related("campaign__wish__institution", "receiver", "by")


def held() -> QuerySet[Payout]:
    """Set aside and waiting, the first due on top."""
    return in_state(PayoutState.HELD).order_by("hold_until", "pk")


def overdue() -> QuerySet[Payout]:
    """Held past their day: what kept the nightly release from letting them go?"""
    return held().filter(hold_until__lt=timezone.localdate())


def ready() -> QuerySet[Payout]:
    """May go, the longest waiting on top."""
    return in_state(PayoutState.READY).order_by("created_at", "pk")


def sent() -> QuerySet[Payout]:
    """On their way, by bank file."""
    return in_state(PayoutState.SENT).order_by("batch", "pk")


def bank_files() -> QuerySet[BankFile]:
    """Newest first; ``waits`` while nobody has said of a payment what became of it."""
    waiting = Payout.objects.filter(state=PayoutState.SENT, batch=OuterRef("message_id"))
    return BankFile.objects.select_related("by").annotate(waits=Exists(waiting))


def newest() -> QuerySet[Payout]:
    """All there ever were, newest first."""
    return in_state().order_by("-created_at", "-pk")


def iban_of(payout: Payout) -> str:
    """Where a payout by bank went: what its file says, since accounts may change afterwards."""
    file = BankFile.objects.filter(message_id=payout.batch).first()
    written = pain001.iban_in(bytes(file.xml), payout.reference) if file else ""
    return written or payout.receiver.iban
