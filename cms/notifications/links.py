"""The links with which one press ends mails, signed, so that nobody need sign in.

They do not run out: somebody may find the mail years later and still want no more of them.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cms.users.models import User

SALT = "unsubscribe"


@dataclass(frozen=True)
class Subscription:
    """What a link ends: mails about one thing, or about everything (no topic)."""

    user: User
    topic: str = ""
    number: int = 0


def unsubscribe_url(user: User, topic: str = "", number: int = 0) -> str:
    """The link for a thing, or for everything somebody follows; in the active language."""
    token = signing.dumps([user.pk, topic, number], salt=SALT)
    return settings.BASE_URL + reverse("notifications:unsubscribe", args=[token])


def subscription_of(token: str) -> Subscription | None:
    """What a link ends; None for a forged one and where the account is gone."""
    try:
        pk, topic, number = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return Subscription(user, topic, number) if user else None
