"""Secrets that stand in links, and names that a payment provider must not see twice."""

import secrets


def new_key() -> str:
    """A secret for a link: 32 characters, 192 bits."""
    return secrets.token_urlsafe(24)


def new_idempotency_key() -> str:
    """A name for one request to a provider, so that repeating it changes nothing."""
    return f"cl-{secrets.token_hex(16)}"


def new_reference() -> str:
    """An end-to-end reference for a bank: at most 35 letters and digits (ISO 20022 Max35Text)."""
    return f"CL{secrets.token_hex(12).upper()}"
