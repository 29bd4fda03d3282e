"""Hooks that write down what they were told."""

from typing import Any

from crowdfunding_lite.hooks import Hooks

heard: list[tuple[str, Any]] = []
objection = ""
broken: set[int] = set()


class Recorder(Hooks):
    def donation_changed(self, *, donation, before, source):
        if donation.pk in broken:
            raise ValueError("A fault of the host's")
        heard.append(("donation", (before, donation.state)))

    def donation_declined(self, *, donation, failure):
        heard.append(("declined", failure))

    def mismatch_found(self, *, donation):
        heard.append(("mismatch", donation.pk))

    def refund_changed(self, *, refund, before):
        heard.append(("refund", (before, refund.state)))

    def dispute_changed(self, *, dispute, before):
        heard.append(("dispute", (before, dispute.state)))

    def subscription_changed(self, *, subscription, before):
        heard.append(("subscription", (before, subscription.state)))

    def renewal_failed(self, *, subscription):
        heard.append(("renewal_failed", subscription.pk))

    def stage_moved(self, *, campaign, step):
        heard.append(("stage", (step.from_stage, step.to_stage)))

    def pledge_changed(self, *, pledge, before):
        heard.append(("pledge", (before, pledge.state)))

    def payout_changed(self, *, payout, before):
        heard.append(("payout", (before, payout.state)))

    def difference_found(self, *, difference):
        heard.append(("difference", difference.provider_reference))

    def why_not_pay_out(self, *, campaign):
        return objection


def of(kind: str) -> list[Any]:
    """What was told of one kind, in order."""
    return [what for name, what in heard if name == kind]
