"""The states things go through, and other closed lists of words."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """Where a campaign is. Which steps are allowed says ``domain.campaigns.STEPS``."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    FUNDED = "funded", _("Funded")
    ENDED = "ended", _("Ended")
    PAID_OUT = "paid_out", _("Paid out")
    REPORTED = "reported", _("Reported")
    DECLINED = "declined", _("Declined")


class Rule(models.TextChoices):
    """What becomes of the money when the goal is missed."""

    KEEP = "keep", _("Keep what comes")
    ALL_OR_NOTHING = "all_or_nothing", _("All or nothing")


class NeedKind(models.TextChoices):
    THING = "thing", _("Thing")
    TIME = "time", _("Time")


class PledgeState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    PROMISED = "promised", _("Promised")
    AGREED = "agreed", _("Hand-over agreed")
    HANDED_OVER = "handed_over", _("Handed over")
    THANKED = "thanked", _("Thanked")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class DonationState(models.TextChoices):
    """What the provider's facts say of a donation; only ``domain.settling`` moves it."""

    STARTED = "started", _("Started")
    PROCESSING = "processing", _("On its way")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Not completed")
    REFUNDED_IN_PART = "refunded_in_part", _("Refunded in part")
    REFUNDED = "refunded", _("Refunded")
    DISPUTED = "disputed", _("Disputed")
    CHARGE_LOST = "charge_lost", _("Charged back")


class EventKind(models.TextChoices):
    """What a line of a donation's history tells."""

    STARTED = "started", _("Started")
    SENT = "sent", _("Sent to the payment page")
    STATE = "state", _("State changed")
    DECLINED = "declined", _("Payment declined")
    REFUND_ASKED = "refund_asked", _("Refund requested")
    REFUND = "refund", _("Refund")
    REFUND_FAILED = "refund_failed", _("Refund failed")
    DISPUTE = "dispute", _("Dispute")
    MISMATCH = "mismatch", _("Books do not agree")
    AGREED = "agreed", _("Books agree again")
    NOTE = "note", _("Note")


class Source(models.TextChoices):
    """Who or what made us look at a donation."""

    START = "start", _("Start of the donation")
    RETURN = "return", _("Return from the payment page")
    WEBHOOK = "webhook", _("Message from the payment provider")
    RECONCILE = "reconcile", _("Regular comparison")
    OFFICE = "office", _("Office")
    JOB = "job", _("Background job")


class RefundState(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    PENDING = "pending", _("On its way")
    SUCCEEDED = "succeeded", _("Refunded")
    FAILED = "failed", _("Failed")


class DisputeState(models.TextChoices):
    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class SubscriptionState(models.TextChoices):
    STARTED = "started", _("Started")
    ACTIVE = "active", _("Active")
    PAST_DUE = "past_due", _("Payment failed")
    CANCELLED = "cancelled", pgettext_lazy("subscription", "Cancelled")
    ENDED = "ended", _("Ended with the campaign")


class PayoutMethod(models.TextChoices):
    BANK = "bank", _("Bank transfer")
    PROVIDER = "provider", _("Through the payment provider")


class PayoutState(models.TextChoices):
    HELD = "held", _("Held")
    READY = "ready", _("Ready")
    SENT = "sent", _("Sent")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", pgettext_lazy("payout", "Cancelled")


class BalanceKind(models.TextChoices):
    """What moved the provider's balance."""

    PAYMENT = "payment", _("Payment")
    REFUND = "refund", _("Refund")
    REFUND_FAILED = "refund_failed", _("Failed refund, back again")
    DISPUTE = "dispute", _("Dispute, taken away")
    DISPUTE_WON = "dispute_won", _("Won dispute, back again")
    TRANSFER = "transfer", _("Transfer to a receiver")
    TRANSFER_BACK = "transfer_back", _("Transfer, back again")
    BANK = "bank", _("To or from our own bank account")
    OTHER = "other", _("Other")
