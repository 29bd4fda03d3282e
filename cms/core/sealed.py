"""Secrets in the database, encrypted so that a stolen database gives none away."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def keys(purpose: bytes) -> MultiFernet:
    """Keys of one purpose, from the current secret and the ones before it."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(purpose + force_bytes(secret)).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str, *, purpose: bytes) -> str:
    """What the database keeps of a secret."""
    return keys(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: bytes) -> str:
    """The secret. Raises InvalidToken when no key fits."""
    return keys(purpose).decrypt(sealed.encode()).decode()
