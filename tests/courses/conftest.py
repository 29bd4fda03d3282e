"""Runs, who is signed in, and fees at a provider in memory."""

import pytest

from tests.factories.courses import ProviderFactory, RunFactory, manager_of
from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture
def run(courses_page):
    """A run of two dates with eight seats that costs nothing."""
    return RunFactory()


@pytest.fixture
def person(client, db):
    """Somebody signed in."""
    user = UserFactory(first_name="Erika", last_name="Muster")
    client.login(email=user.email, password=PASSWORD)
    return user


@pytest.fixture
def enter(client):
    """Sign somebody in."""

    def enter(user):
        client.login(email=user.email, password=PASSWORD)
        return user

    return enter


@pytest.fixture
def provider(db):
    return ProviderFactory()


@pytest.fixture
def manager(client, provider):
    user = manager_of(provider)
    client.login(email=user.email, password=PASSWORD)
    return user
