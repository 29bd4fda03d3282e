"""What follows from changes that crowdfunding_lite makes: mails, followers, and fresh pages.

Each method runs in the transaction of the change.
"""

from crowdfunding_lite.hooks import Hooks as Nothing
from crowdfunding_lite.models import (
    Campaign,
    Dispute,
    Donation,
    DonationState,
    Need,
    Payout,
    PayoutState,
    Pledge,
    Refund,
    RefundState,
    Stage,
    StageStep,
    Subscription,
    SubscriptionState,
)
from django.utils.translation import gettext as _

from cms.core.page_cache import changes, tags
from participation.wishlist.domain import (
    donation_letters,
    giving,
    payouts,
    pledge_letters,
    progress,
    receipts,
    wish_letters,
)
from participation.wishlist.gateway import others

BEFORE_PAID = (DonationState.STARTED, DonationState.PROCESSING, DonationState.FAILED)
OVER = (SubscriptionState.CANCELLED, SubscriptionState.ENDED)


class Hooks(Nothing):
    """The city's."""

    def donation_changed(self, *, donation: Donation, before: str, source: str) -> None:
        """Thank, say that it is on its way, or that it failed."""
        if donation.state == DonationState.PAID and before in BEFORE_PAID:
            giving.start_reading(donation=donation)
            donation_letters.received(donation=donation)
        elif donation.state == DonationState.PROCESSING:
            donation_letters.on_its_way(donation=donation)
        elif donation.state == DonationState.FAILED and before == DonationState.PROCESSING:
            donation_letters.failed(donation=donation)

    def subscription_changed(self, *, subscription: Subscription, before: str) -> None:
        """Say that it is over."""
        if subscription.state in OVER:
            donation_letters.monthly_over(subscription=subscription, before=before)

    def renewal_failed(self, *, subscription: Subscription) -> None:
        """Say that a month could not be collected."""
        donation_letters.renewal_failed(subscription=subscription)

    def stage_moved(self, *, campaign: Campaign, step: StageStep) -> None:
        """Tell the institution and whoever follows the wish."""
        if step.to_stage in (Stage.FUNDED, Stage.ENDED):
            progress.tell(campaign=campaign, stage=step.to_stage)

    def pledge_changed(self, *, pledge: Pledge, before: str) -> None:
        """Write to both sides; the counter was changed in the database alone."""
        changes.touch([tags.table_tag(Need)])
        pledge_letters.changed(pledge=pledge, before=before)

    def refund_changed(self, *, refund: Refund, before: str) -> None:
        """What confirmed a donation is void as soon as some of it goes back; its donor is told."""
        if not before:
            reason = _("The donation is refunded.")
            receipts.money_went_back(donation=refund.donation, reason=reason)
        if refund.state == RefundState.SUCCEEDED and before != refund.state:
            donation_letters.goes_back(refund=refund)

    def dispute_changed(self, *, dispute: Dispute, before: str) -> None:
        """The same, when the donor's bank takes it back."""
        if not before:
            reason = _("The donor's bank has taken the donation back.")
            receipts.money_went_back(donation=dispute.donation, reason=reason)

    def payout_changed(self, *, payout: Payout, before: str) -> None:
        """Tell the institution that its money has left."""
        if payout.state == PayoutState.PAID:
            wish_letters.paid_out(payout=payout)

    def not_of_donations(self, *, payments: set[str]) -> set[str]:
        """Fees and the like, which other apps look after."""
        return others.known(payments)

    def why_not_pay_out(self, *, campaign: Campaign) -> str:
        """People want to read first what became of the last payout."""
        return payouts.why_not(campaign)
