"""What every verb of the culture section rests on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.users.domain import account_of_proven_address
from cms.users.models import User
from participation.culture.models import CultureSettings, Institution


class NotAllowedError(Exception):
    """Something that does not fit the state of things; its text is a sentence for people."""


def settings() -> CultureSettings:
    """What the city has decided about its culture section."""
    return CultureSettings.for_site(Site.objects.get(is_default_site=True))


def locked(institution: Institution) -> Institution:
    """The institution's row, fresh and locked until the transaction ends."""
    return Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)


def taking_part(institution: Institution) -> Institution:
    """The institution, locked. NotAllowedError unless it is verified."""
    institution = locked(institution)
    if not institution.is_verified:
        raise NotAllowedError(_("Only a verified institution can do that."))
    return institution


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
