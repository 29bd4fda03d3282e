"""What somebody signed in has given and promised, by account and by proven addresses."""

from typing import Any

from crowdfunding_lite.models import Donation, DonationState, Pledge, Subscription
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from cms.users.models import User
from cms.users.queries import verified_addresses
from participation.wishlist.models import Membership, UpdateReader

NEVER_PAID = (DonationState.STARTED, DonationState.EXPIRED)


def addresses(user: User) -> list[str]:
    """Those that somebody has proved to read, in small letters. One query."""
    return [address.lower() for address in verified_addresses(user)]


def _given_by(user: User) -> Q:
    return Q(user=user) | Q(donor__email__in=addresses(user))


def every_donation(user: User) -> QuerySet[Donation]:
    """All of somebody's, newest first."""
    return Donation.objects.filter(_given_by(user)).order_by("-created_at", "-pk")


def donations(user: User) -> QuerySet[Donation]:
    """Those that went beyond the payment page, newest first."""
    found = every_donation(user).exclude(state__in=NEVER_PAID)
    return found.select_related("campaign__wish__institution")


def subscriptions(user: User) -> QuerySet[Subscription]:
    """Monthly donations, running ones first."""
    found = Subscription.objects.filter(_given_by(user)).exclude(provider_subscription=None)
    return found.select_related("campaign__wish").order_by("cancelled_at", "-created_at")


def pledges(user: User) -> QuerySet[Pledge]:
    """Promised things and time, newest first."""
    own: Any = Q(user=user) | Q(lower__in=addresses(user), confirmed_at__isnull=False)
    found = Pledge.objects.alias(lower=Lower("email")).filter(own)
    return found.select_related("need__campaign__wish").order_by("-created_at", "-pk")


def memberships(user: User) -> QuerySet[Membership]:
    """Institutions one acts for."""
    found = Membership.objects.of(user).select_related("institution")
    return found.order_by("institution__name")


def readings(user: User) -> QuerySet[UpdateReader]:
    """Wishes somebody hears of as a donor without an account."""
    return UpdateReader.objects.filter(email__in=addresses(user))
