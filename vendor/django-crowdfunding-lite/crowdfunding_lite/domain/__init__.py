"""Verbs: each owns one change and what follows from it. Keyword-only; see the README for a tour."""

from crowdfunding_lite.domain.balance import compare_with_balance
from crowdfunding_lite.domain.campaigns import (
    check_goal,
    check_goals,
    decide_outcome,
    end_campaign,
    end_due_campaigns,
    move_stage,
)
from crowdfunding_lite.domain.checkouts import finish_checkout
from crowdfunding_lite.domain.donating import open_donation, start_checkout
from crowdfunding_lite.domain.errors import BusyError, NotAllowedError
from crowdfunding_lite.domain.inbox import handle_event, receive_event
from crowdfunding_lite.domain.payouts import (
    cancel_payout,
    confirm_payout,
    fail_payout,
    plan_payout,
    release_payout,
    send_payout,
    why_not_plan,
)
from crowdfunding_lite.domain.pledges import (
    agree_hand_over,
    confirm_pledge,
    expire_pledges,
    hand_over,
    promise,
    thank,
    withdraw_pledge,
)
from crowdfunding_lite.domain.reconciling import Report, reconcile
from crowdfunding_lite.domain.refunds import (
    carry_out_refund,
    left_to_refund,
    refund_failed_campaign,
    request_refund,
    solve_refund,
)
from crowdfunding_lite.domain.settling import settle
from crowdfunding_lite.domain.subscriptions import (
    cancel_subscription,
    change_subscription,
    sync_subscription,
)

__all__ = [
    "BusyError",
    "NotAllowedError",
    "Report",
    "agree_hand_over",
    "cancel_payout",
    "cancel_subscription",
    "carry_out_refund",
    "change_subscription",
    "check_goal",
    "check_goals",
    "compare_with_balance",
    "confirm_payout",
    "confirm_pledge",
    "decide_outcome",
    "end_campaign",
    "end_due_campaigns",
    "expire_pledges",
    "fail_payout",
    "finish_checkout",
    "hand_over",
    "handle_event",
    "left_to_refund",
    "move_stage",
    "open_donation",
    "plan_payout",
    "promise",
    "receive_event",
    "reconcile",
    "refund_failed_campaign",
    "release_payout",
    "request_refund",
    "send_payout",
    "settle",
    "solve_refund",
    "start_checkout",
    "sync_subscription",
    "thank",
    "why_not_plan",
    "withdraw_pledge",
]
