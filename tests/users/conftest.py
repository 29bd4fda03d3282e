"""Fixtures of accounts."""

from tests.users.helpers import person

__all__ = ["person"]
