"""People of culture institutions, each in one role."""

import pytest

from participation.culture.models.choices import Role
from tests.culture.planned import house
from tests.factories.culture import CultureInstitutionFactory, MemberFactory, owner_of
from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture
def stage(db):
    """A verified institution."""
    return CultureInstitutionFactory(name="Bühne am Moorweg")


@pytest.fixture
def choir(db):
    """Another one."""
    return CultureInstitutionFactory(name="Chor Klangwechsel", kind="choir")


@pytest.fixture
def cellar(db):
    """Another one, with somebody who plans."""
    return house("Kulturkeller")


@pytest.fixture
def sign_in_as(client):
    """A function that signs somebody in."""

    def sign_in(user):
        client.logout()
        assert client.login(email=user.email, password=PASSWORD)
        return user

    return sign_in


@pytest.fixture
def people(stage, choir):
    """One person for each way of standing to the stage."""
    return {
        "owner": owner_of(stage),
        "planner": MemberFactory(institution=stage, role=Role.PLANNER).user,
        "viewer": MemberFactory(institution=stage, role=Role.VIEWER).user,
        "partner": owner_of(choir),
        "waiting": owner_of(CultureInstitutionFactory(verified=False)),
        "stranger": UserFactory(),
    }
