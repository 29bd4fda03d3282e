"""Wishes and who is signed in."""

import pytest

from tests.factories.people import PASSWORD, UserFactory
from tests.factories.wishlist import WishFactory, owner_of


@pytest.fixture
def person(client, db):
    """Somebody signed in."""
    user = UserFactory(first_name="Erika", last_name="Muster")
    client.login(email=user.email, password=PASSWORD)
    return user


@pytest.fixture
def wish(wishes_page):
    """A wish that everybody sees and that looks for 1000 euros."""
    return WishFactory()


@pytest.fixture
def owner(client, wish):
    """The wish's institution's owner, signed in."""
    user = owner_of(wish.institution)
    client.login(email=user.email, password=PASSWORD)
    return user
