"""What is kept: campaigns and their needs, donations and the books about them."""

from crowdfunding_lite.models.books import BalanceEntry, Checkpoint, Difference, InboxEvent
from crowdfunding_lite.models.campaigns import Campaign, Receiver, StageStep
from crowdfunding_lite.models.choices import (
    BalanceKind,
    DisputeState,
    DonationState,
    EventKind,
    NeedKind,
    PayoutMethod,
    PayoutState,
    PledgeState,
    RefundState,
    Rule,
    Source,
    Stage,
    SubscriptionState,
)
from crowdfunding_lite.models.donations import Donation, DonationEvent
from crowdfunding_lite.models.donors import Donor
from crowdfunding_lite.models.money_back import Dispute, Refund
from crowdfunding_lite.models.needs import Need, Pledge
from crowdfunding_lite.models.payouts import Payout
from crowdfunding_lite.models.subscriptions import Subscription, SubscriptionTerm

__all__ = [
    "BalanceEntry",
    "BalanceKind",
    "Campaign",
    "Checkpoint",
    "Difference",
    "Dispute",
    "DisputeState",
    "Donation",
    "DonationEvent",
    "DonationState",
    "Donor",
    "EventKind",
    "InboxEvent",
    "Need",
    "NeedKind",
    "Payout",
    "PayoutMethod",
    "PayoutState",
    "Pledge",
    "PledgeState",
    "Receiver",
    "Refund",
    "RefundState",
    "Rule",
    "Source",
    "Stage",
    "StageStep",
    "Subscription",
    "SubscriptionState",
    "SubscriptionTerm",
]
