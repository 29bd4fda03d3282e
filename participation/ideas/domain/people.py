"""Who somebody without an account is, once their e-mail address is proven."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cms.users.domain import account_of_proven_address
from cms.users.models import User
from participation.ideas.domain.process import NotAllowedError


def person_of(*, email: str, language: str) -> User:
    """The account of a confirmed address, made without a password where there is none.

    It never signs anybody in. NotAllowedError where the account is closed.
    """
    try:
        return account_of_proven_address(email=email, language=language)
    except PermissionDenied as error:
        raise NotAllowedError(_("This account is closed.")) from error
