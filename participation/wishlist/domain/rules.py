"""What every verb of the wish list rests on."""

from typing import Any

from crowdfunding_lite.domain.errors import NotAllowedError
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.users.domain import account_of_proven_address
from cms.users.models import User
from participation.wishlist.models import Institution, WishlistSettings

__all__ = ["TOPIC", "NotAllowedError", "locked", "note", "person_of", "settings"]

TOPIC = "wish"


def settings() -> WishlistSettings:
    """What the city has decided about its wish list."""
    return WishlistSettings.for_site(Site.objects.get(is_default_site=True))


def locked(institution: Institution) -> Institution:
    """The institution's row, fresh and locked until the transaction ends."""
    return Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)


def note(row: models.Model, **values: Any) -> None:
    """Save some fields of a locked row."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def person_of(*, email: str, language: str) -> User:
    """The account of a confirmed address, made without a password where there is none.

    It never signs anybody in. NotAllowedError where the account is closed.
    """
    try:
        return account_of_proven_address(email=email, language=language)
    except PermissionDenied as error:
        raise NotAllowedError(_("This account is closed.")) from error


def minimum_cents() -> int:
    """The smallest donation; for crowdfunding_lite."""
    return settings().minimum_cents


def maximum_cents() -> int:
    """The largest one."""
    return settings().maximum_cents


def hold_days() -> int:
    """How long money is held before it is paid out."""
    return settings().hold_days


def unconfirmed_hours() -> int:
    """How long something waits for its link to be pressed."""
    return settings().unconfirmed_hours
