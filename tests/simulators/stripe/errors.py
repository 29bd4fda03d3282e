"""Refusals in the shape of Stripe's error object (docs.stripe.com/api/errors)."""

from typing import Any

DOCUMENTED = "https://stripe.com/docs/error-codes/"


class Refused(Exception):  # noqa: N818 - what Stripe answers, not a failure of ours
    """A request that Stripe would answer with an error."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: str = "invalid_request_error",
        **details: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.type = type
        self.details = details

    def body(self) -> dict[str, Any]:
        """The error object, with the fields that this error has."""
        details = {name: value for name, value in self.details.items() if value is not None}
        if "code" in details:
            details["doc_url"] = DOCUMENTED + details["code"].replace("_", "-")
        return {
            "error": dict(sorted(({"message": self.message, "type": self.type} | details).items()))
        }


def missing(kind: str, key: str, param: str | None = None) -> Refused:
    """An object that there is none of: 404 when it is asked for, 400 when a parameter names it."""
    return Refused(
        f"No such {kind}: '{key}'",
        status=400 if param else 404,
        code="resource_missing",
        param=param or "id",
    )


def unknown_path(method: str, path: str) -> Refused:
    """An address that Stripe, or this simulator, does not have."""
    return Refused(
        f"Unrecognized request URL ({method.upper()}: {path}). "
        "Please see https://stripe.com/docs or we can help at https://support.stripe.com/.",
        status=404,
    )


def wrong_key(key: str) -> Refused:
    """A key that is not the account's; all but its end is hidden, as Stripe does."""
    if not key:
        return Refused("You did not provide an API key.", status=401)
    shown = key[:8] + "*" * max(len(key) - 12, 0) + key[-4:]
    return Refused(f"Invalid API Key provided: {shown}", status=401)


def busy_key(key: str) -> Refused:
    """Another request with the same idempotency key is at work."""
    return Refused(
        "There is currently another in-progress request using this Idempotent Key (that probably "
        "means you submitted twice, and the other request is still going through): "
        f"{key}. Please try again later.",
        status=409,
        type="idempotency_error",
        code="idempotency_key_in_use",
    )


def other_parameters(key: str) -> Refused:
    """An idempotency key that was first used with something else."""
    return Refused(
        "Keys for idempotent requests can only be used with the same parameters they were first "
        f"used with. Try using a key other than '{key}' if you meant to execute a different "
        "request.",
        type="idempotency_error",
    )


def other_endpoint(key: str, path: str) -> Refused:
    """An idempotency key that was first used at another address."""
    return Refused(
        "Keys for idempotent requests can only be used for the same endpoint they were first used "
        f"for ('{path}' was used first). Try using a key other than '{key}' if you meant to "
        "execute a different request.",
        type="idempotency_error",
    )


RATE_LIMITED = Refused(
    "Request rate limit exceeded. Learn more about rate limits here "
    "https://stripe.com/docs/rate-limits.",
    status=429,
    code="rate_limit",
)


def failure(status: int) -> Refused:
    """An error of Stripe's own, or the limit of requests."""
    if status == 429:
        return RATE_LIMITED
    return Refused("An unknown error occurred", status=status, type="api_error")
