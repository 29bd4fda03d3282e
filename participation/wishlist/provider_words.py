"""What the payment provider calls things, as people say it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PROVIDERS_WORDS = {
    # Ways of payment
    "card": _("Card"),
    "sepa_debit": _("SEPA direct debit"),
    "paypal": "PayPal",
    "klarna": "Klarna",
    "customer_balance": _("Bank transfer"),
    # Why a refund failed: https://docs.stripe.com/refunds#failed-refunds
    "lost_or_stolen_card": _("The card was lost or stolen."),
    "expired_or_canceled_card": _("The card has expired or was cancelled."),
    "charge_for_pending_refund_disputed": _("The donor's bank has taken the money back already."),
    "insufficient_funds": _("There was not enough money in the account."),
    "declined": _("The bank declined it."),
    "account_closed": _("The account is closed."),
    "resource_missing": _("The provider does not know this payment."),
    "charge_already_refunded": _("It has been refunded already."),
    "charge_disputed": _("The donor's bank has taken the money back already."),
    # Why a card was declined: https://docs.stripe.com/declines/codes
    "card_declined": _("The bank declined it."),
    "generic_decline": _("The bank declined it."),
    "expired_card": _("The card has expired or was cancelled."),
    "authentication_required": _("The donor did not confirm the payment with their bank."),
    # Why a bank takes money back: https://docs.stripe.com/disputes/categories
    "fraudulent": _("The donor says it was not them (fraud)."),
    "duplicate": _("Charged twice"),
    "subscription_canceled": _("The monthly donation had been ended."),
    "product_not_received": _("Nothing received for it"),
    "credit_not_processed": _("A promised refund did not come."),
    "unrecognized": _("The donor does not recognise the charge."),
    "debit_not_authorized": _("The direct debit was not authorised."),
    "incorrect_account_details": _("The account does not exist."),
    "bank_cannot_process": _("The bank could not process it."),
    "general": _("Without a stated reason"),
}
"""What the payment provider means by its words; others are shown as they come."""


def in_words(code: str | None) -> Any:
    """A word of the payment provider as people say it."""
    return PROVIDERS_WORDS.get(code or "", code or "–")
