"""Proof of work after Altcha's protocol: the browser computes for a second, people do nothing.

https://altcha.org/docs/v2/proof-of-work/ – the challenge is signed, so nothing is kept of it but
that a solution was used, until it would have run out anyway.
"""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

from altcha import v1
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

HARDEST = 60_000
VALID_MINUTES = 60


def challenge() -> dict[str, Any]:
    """A new challenge as the browser's script reads it."""
    made = v1.create_challenge(
        v1.ChallengeOptions(
            max_number=HARDEST,
            hmac_key=_key(),
            expires=timezone.now() + timedelta(minutes=VALID_MINUTES),
        )
    )
    return {
        "algorithm": made.algorithm,
        "challenge": made.challenge,
        "maxnumber": HARDEST,
        "salt": made.salt,
        "signature": made.signature,
    }


def is_proven(payload: str) -> bool:
    """Whether a solution is right, in time, and used for the first time."""
    if not payload:
        return False
    try:
        right, _reason = v1.verify_solution(payload, _key(), check_expires=True)
        number = json.loads(base64.b64decode(payload))["challenge"]
    except (AttributeError, TypeError, ValueError, KeyError):  # JSON of another shape
        return False
    return right and caches["shared"].add(f"proof:{number}", 1, timeout=VALID_MINUTES * 60)


def _key() -> str:
    return hashlib.sha256(b"proof-of-work" + settings.SECRET_KEY.encode()).hexdigest()
