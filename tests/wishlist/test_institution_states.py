"""What the office can decide about an institution, what it cannot, and its own profile."""

from datetime import date

import pytest

from cms.core.models import CustomImage
from participation.wishlist.domain import institutions
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.models import Confirmation, Institution
from participation.wishlist.models.choices import InstitutionState
from tests.factories.files import png, upload
from tests.factories.people import UserFactory
from tests.factories.wishlist import InstitutionFactory, owner_of
from tests.wishlist.helpers import subjects

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages(site):
    """Settings belong to a site."""


def put(state: str) -> Institution:
    """An institution in this state."""
    found = InstitutionFactory()
    Institution.objects.filter(pk=found.pk).update(state=state)
    found.refresh_from_db()
    return found


@pytest.mark.parametrize(
    ("verb", "state", "words"),
    [
        ("verify", InstitutionState.UNCONFIRMED, "hat noch niemand bestätigt"),
        ("decline", InstitutionState.UNCONFIRMED, "Nur eine wartende Anmeldung"),
        ("decline", InstitutionState.VERIFIED, "Nur eine wartende Anmeldung"),
        ("suspend", InstitutionState.APPLIED, "Nur eine geprüfte Einrichtung"),
        ("suspend", InstitutionState.SUSPENDED, "Nur eine geprüfte Einrichtung"),
    ],
)
def test_what_does_not_fit_the_state_is_refused_and_told_to_nobody(verb, state, words):
    found = put(state)
    subjects()
    more = {} if verb == "verify" else {"reason": "Prüfung"}

    with pytest.raises(NotAllowedError, match=words):
        getattr(institutions, verb)(institution=found, by=UserFactory(), **more)

    found.refresh_from_db()
    assert found.state == state
    assert subjects() == []


def test_a_suspended_one_can_be_verified_again_and_keeps_its_first_day():
    found = InstitutionFactory()
    first = found.verified_at
    institutions.suspend(institution=found, by=UserFactory(), reason="Prüfung")
    found.receiver.refresh_from_db()
    assert not found.receiver.is_active

    again = institutions.verify(
        institution=found, by=UserFactory(), tax_valid_until=date(2030, 1, 1)
    )

    assert (again.verified_at, again.tax_valid_until) == (first, date(2030, 1, 1))
    assert again.is_public


def test_an_application_is_confirmed_once():
    found = put(InstitutionState.APPLIED)
    asked = Confirmation(institution=found)

    with pytest.raises(NotAllowedError, match="schon bestätigt"):
        institutions.confirm_application(asked=asked, person=UserFactory())

    assert found.members.count() == 1


def test_a_logo_gives_way_to_the_next_one_and_can_be_taken_away():
    found = InstitutionFactory()
    owner = owner_of(found)

    for logo in (upload("a.png", png()), upload("b.png", png())):
        found = institutions.change_profile(institution=found, by=owner, words={}, logo=logo)
    assert CustomImage.objects.get() == found.logo
    found = institutions.change_profile(
        institution=found, by=owner, words={"city": "Kiel"}, without_logo=True
    )

    assert (found.logo, found.city) == (None, "Kiel")
    assert not CustomImage.objects.exists()
