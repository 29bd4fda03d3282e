"""Who is signed in."""

import pytest

from tests.factories.ideas import IdeaFactory
from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture
def person(client):
    """Somebody signed in."""
    user = UserFactory(first_name="Erika", last_name="Muster")
    client.login(email=user.email, password=PASSWORD)
    return user


@pytest.fixture
def office(client):
    """A moderator, signed in."""
    user = UserFactory(role="Moderators")
    client.login(email=user.email, password=PASSWORD)
    return user


@pytest.fixture
def idea(ideas):
    """An idea everybody sees."""
    return IdeaFactory(published=True)
