"""What Stripe is asked for. Sums come from the server's row alone."""

from typing import Any

from crowdfunding_lite.providers import CheckoutRequest

LANGUAGES = {"de": "de", "de-simple": "de", "en": "en"}
"""Stripe's page in the reader's language; it speaks no Leichte Sprache."""
SUBMIT = {"donation": "donate", "fee": "pay"}
"""What the button of Stripe's page says."""
MONTH = {"interval": "month", "interval_count": 1}


def checkout_params(request: CheckoutRequest) -> dict[str, Any]:
    """A hosted page for one donation or fee; which ways of payment it offers is set at Stripe.

    ``adaptive_pricing`` would let donors pay in other currencies, and sums would no longer match.
    """
    price: dict[str, Any] = {
        "currency": request.currency.lower(),
        "unit_amount": request.cents,
        "product_data": {"name": request.title},
    }
    params: dict[str, Any] = {
        "ui_mode": "hosted_page",
        "mode": "subscription" if request.monthly else "payment",
        "client_reference_id": request.donation,
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": int(request.expires_at.timestamp()),
        "locale": LANGUAGES.get(request.language, "auto"),
        "adaptive_pricing": {"enabled": False},
        "metadata": request.metadata,
        "line_items": [{"quantity": 1, "price_data": price}],
    }
    if request.email:
        params["customer_email"] = request.email
    if request.monthly:
        price["recurring"] = MONTH
        params["subscription_data"] = {"metadata": {"subscription": request.subscription}}
    else:
        params["submit_type"] = SUBMIT[request.purpose]
        params["payment_intent_data"] = {"metadata": request.metadata}
    return params


def new_price(price: dict[str, Any], cents: int) -> dict[str, Any]:
    """The same product and rhythm for another sum."""
    product = price["product"]
    return {
        "currency": price["currency"],
        "product": product["id"] if isinstance(product, dict) else product,
        "recurring": MONTH,
        "unit_amount": cents,
    }
