"""The wire to Stripe: the only file that imports its library.

Answers leave here as plain dicts, since Stripe's own objects are none, and errors as the errors of
``crowdfunding_lite.providers``. Their texts are for logs, never for people.
"""

from collections.abc import Callable, Iterator
from typing import Any

import stripe
from crowdfunding_lite.providers import (
    NotFoundError,
    ProviderError,
    RefusedError,
    UnavailableError,
)
from stripe import StripeClient

API_VERSION = "2026-05-27.dahlia"
"""Pinned: parameters and answers are checked against Stripe's description of this version."""
TIMEOUT_SECONDS = 10
RETRIES = 2
PAGE = 100

# Or every request would tell Stripe how long the last one took.
stripe.enable_telemetry = False


def connect(api_key: str, api_base: str, retries: int = RETRIES) -> StripeClient:
    """A client for one thread or many. A bare ``StripeClient`` would neither retry nor hurry."""
    return StripeClient(
        api_key,
        stripe_version=API_VERSION,
        base_addresses={"api": api_base.rstrip("/")},
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
    )


def call(
    function: Callable[..., Any],
    *words: str,
    params: dict[str, Any] | None = None,
    idempotency_key: str = "",
) -> dict[str, Any]:
    """One request; the answer as a dict. Raises ProviderError."""
    options = {"idempotency_key": idempotency_key} if idempotency_key else {}
    try:
        return function(*words, params=params or {}, options=options).to_dict()
    except stripe.StripeError as error:
        raise translated(error) from error


def pages(function: Callable[..., Any], params: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every object of a list, page by page, newest first. Raises ProviderError."""
    try:
        for one in function(params={"limit": PAGE} | params).auto_paging_iter():
            yield one.to_dict()
    except stripe.StripeError as error:
        raise translated(error) from error


def translated(error: stripe.StripeError) -> ProviderError:
    """What an error of the library means for us.

    A wrong key or missing right is our fault and may be put right: no refund must count as refused
    because of it. An unfinished request under the same key (409) will be finished later.
    """
    status, code = error.http_status or 0, error.code or ""
    text = f"{type(error).__name__} {status} {code} request={error.request_id or '-'}"
    ours = (stripe.AuthenticationError, stripe.PermissionError, stripe.RateLimitError)
    if isinstance(error, (stripe.APIConnectionError, *ours)) or status in (0, 409, 429):
        return UnavailableError(text, code=code)
    if status >= 500:
        return UnavailableError(text, code=code)
    if status == 404 or code == "resource_missing":
        return NotFoundError(text, code=code)
    return RefusedError(text, code=code)


def is_signed(body: bytes, header: str, secrets: list[str]) -> bool:
    """Whether Stripe has signed this body with one of the secrets, whenever that was.

    Stripe's own check computes over text: a body that is none raises errors of its own there, as
    does a signature with letters outside ASCII. Both are no signature of Stripe's.
    """
    for secret in secrets:
        try:
            stripe.WebhookSignature.verify_header(body, header, secret, tolerance=None)
        except (stripe.SignatureVerificationError, ValueError, TypeError, OverflowError):
            continue
        return True
    return False
