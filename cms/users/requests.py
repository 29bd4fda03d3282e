"""Who asks."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cms.users.models import User


def person(request: HttpRequest) -> User | None:
    """Whoever is signed in."""
    return request.user if isinstance(request.user, User) else None


def user_of(request: HttpRequest) -> User:
    """Whoever is signed in, in views that ask for that first. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
