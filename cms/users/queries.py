"""Reads about people that several callers share."""

from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.users.models import ErasureRequest, User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
MANAGE_PEOPLE = "change_user"


def verified_addresses(user: User) -> list[str]:
    """Addresses the person has proved to read, one query."""
    return list(
        EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    )


def has_second_factor(user: User) -> bool:
    """Whether an app or a passkey is set up, one query. Recovery codes alone do not count."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def holders(right: str) -> QuerySet[User]:
    """Active people who were given a right (``app.codename``), by a group or of their own.

    Administrators may everything and are not meant by it.
    """
    app, _dot, codename = right.partition(".")
    rights = _permissions(Q(codename=codename, content_type__app_label=app))
    given = Q(groups__permissions__in=rights) | Q(user_permissions__in=rights)
    return User.objects.filter(given, is_active=True).distinct().order_by("pk")


def administrators() -> QuerySet[User]:
    """Active people who can manage others' accounts."""
    given = Q(pk__in=holders(f"users.{MANAGE_PEOPLE}").order_by().values("pk"))
    return User.objects.filter(Q(is_superuser=True) | given, is_active=True)


def groups_manage_people(groups: Iterable[Group]) -> bool:
    """Whether one of the groups lets its members manage others' accounts. One query."""
    right = Q(codename=MANAGE_PEOPLE, content_type__app_label="users")
    return _permissions(right).filter(group__in=groups).exists()


def _permissions(condition: Q) -> QuerySet:
    return Permission.objects.filter(condition)


def due_erasures() -> QuerySet[ErasureRequest]:
    """Confirmed requests whose cooling-off time is over, oldest first."""
    limit = timezone.now() - timedelta(days=settings.ERASURE_COOLING_OFF_DAYS)
    return ErasureRequest.objects.filter(confirmed_at__lte=limit).order_by("confirmed_at")


def never_confirmed() -> QuerySet[User]:
    """Accounts whose address was never confirmed in time.

    Somebody made by an administrator is let be: they have no address record before they first
    sign in.
    """
    limit = timezone.now() - timedelta(days=settings.UNCONFIRMED_ACCOUNT_DAYS)
    return (
        User.objects.filter(date_joined__lt=limit, last_login=None, is_superuser=False)
        .filter(emailaddress__verified=False, groups=None)
        .exclude(emailaddress__verified=True)
        .distinct()
    )
