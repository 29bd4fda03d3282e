"""Fixtures of accounts."""

from tests.factories.site import site
from tests.users.helpers import person

__all__ = ["person", "site"]
