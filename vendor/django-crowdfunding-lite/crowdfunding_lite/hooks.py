"""What the host hears of. Each method is called in the transaction of the change, once.

So a mail or a job that the host queues in its database exists only if the change does. A hook that
raises takes the change back, to be tried again by whoever made it, at last by the reconciliation.
"""

from typing import TYPE_CHECKING, cast

from django.utils.module_loading import import_string

from crowdfunding_lite import conf

if TYPE_CHECKING:
    from crowdfunding_lite import models


class Hooks:
    """Does nothing; a host's class overrides what it needs."""

    def donation_changed(self, *, donation: "models.Donation", before: str, source: str) -> None:
        """The state of a donation moved away from ``before``."""

    def donation_declined(self, *, donation: "models.Donation", failure: str) -> None:
        """A card was declined on the payment page; the donor may still try again."""

    def mismatch_found(self, *, donation: "models.Donation") -> None:
        """What the provider reports is not what was asked for; see ``donation.mismatch``."""

    def refund_changed(self, *, refund: "models.Refund", before: str) -> None:
        """A refund moved; ``before`` is empty for a new one."""

    def dispute_changed(self, *, dispute: "models.Dispute", before: str) -> None:
        """A dispute was opened (``before`` is empty) or closed."""

    def subscription_changed(self, *, subscription: "models.Subscription", before: str) -> None:
        """The state of a monthly donation moved."""

    def renewal_failed(self, *, subscription: "models.Subscription") -> None:
        """A month's payment failed; once for each time it stops working."""

    def stage_moved(self, *, campaign: "models.Campaign", step: "models.StageStep") -> None:
        """A campaign took a step."""

    def pledge_changed(self, *, pledge: "models.Pledge", before: str) -> None:
        """A pledge moved; ``before`` is empty for a new one."""

    def payout_changed(self, *, payout: "models.Payout", before: str) -> None:
        """A payout moved; ``before`` is empty for a new one."""

    def difference_found(self, *, difference: "models.Difference") -> None:
        """The nightly check found cents that the books do not explain."""

    def not_of_donations(self, *, payments: set[str]) -> set[str]:
        """Those of the provider's payments that are other business of the host.

        The nightly check leaves their movements out.
        """
        return set()

    def why_not_pay_out(self, *, campaign: "models.Campaign") -> str:
        """A sentence for people why nothing may be paid out now, or an empty one.

        For example: there is no news about what the last payout was used for.
        """
        return ""


def hooks() -> Hooks:
    """The host's hooks."""
    return cast(Hooks, import_string(conf.raw("HOOKS"))())
