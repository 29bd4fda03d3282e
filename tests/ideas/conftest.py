"""Who is signed in, an idea, and workshops."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import evaluation
from tests.factories.ideas import IdeaFactory
from tests.factories.people import PASSWORD, UserFactory
from tests.ideas.stories import workshop_of


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


@pytest.fixture
def facilitator(site):
    """Somebody who leads workshops."""
    return UserFactory(role="Facilitators", email="leitung@example.org")


@pytest.fixture
def workshop(ideas):
    """A workshop of yesterday."""
    return workshop_of(ideas)


@pytest.fixture
def coming(ideas):
    """A workshop of tomorrow."""
    return workshop_of(ideas, title="Werkstatt Rad", start=timezone.now() + timedelta(days=1))


@pytest.fixture
def sign_in(client):
    """The browser, in which somebody of some groups has signed in; as ``user`` on it."""

    def enter(*groups):
        client.user = evaluation.person(*groups)
        client.login(email=client.user.email, password=PASSWORD)
        return client

    return enter
