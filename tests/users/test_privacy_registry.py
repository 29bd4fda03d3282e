"""The registry of personal data: nothing about people is left out, and apps may add to it."""

import pytest
from django.apps import apps

from cms.core import checks, privacy
from cms.core.privacy import Export, PersonalData
from cms.users.models import User
from tests.users.helpers import sign_in

pytestmark = pytest.mark.django_db


def test_every_model_with_a_link_to_the_user_is_registered():
    assert checks.personal_data_is_registered() == []


def test_a_model_that_nobody_registers_fails_the_check(monkeypatch):
    monkeypatch.delitem(privacy._registered, "comments")
    found = checks.personal_data_is_registered()
    assert [fault.id for fault in found] == ["core.E002", "core.E002"]
    assert "wagtailcore.Comment " in found[0].msg


def test_a_label_of_no_model_fails_the_check(monkeypatch):
    monkeypatch.setitem(privacy._exempt, "core.Vanished", "because")
    (fault,) = checks.personal_data_is_registered()
    assert fault.id == "core.E003"


def test_many_to_many_and_one_to_one_links_are_found_and_inherited_ones_are_not():
    links = privacy.links_to_user(apps.get_models(), User)
    assert "wagtailcore.Page" in links
    assert "pages.HomePage" not in links
    assert "wagtailusers.UserProfile" in links
    assert not any(label.startswith("users.User_") for label in links)


def test_a_key_is_registered_once():
    (first, *_others) = privacy.registered()
    with pytest.raises(ValueError, match="registered twice"):
        privacy.register(first)


def test_an_app_can_register_data_of_its_own(monkeypatch, client, person, site):
    erased = []
    kind = PersonalData(
        key="ideas",
        title="Ideen",
        models=(),
        purpose="Damit alle sie lesen können.",
        export=lambda user: Export({"title": "Titel"}, [{"title": f"Idee von {user}"}]),
        erase=erased.append,
        keeps="Der Text bleibt.",
    )
    monkeypatch.setitem(privacy._registered, "ideas", kind)
    sign_in(client, person)
    assert "Idee von erika@example.org" in client.get("/konto/daten/").content.decode()
    assert "Der Text bleibt." in client.get("/konto/daten/loeschen/").content.decode()
    privacy.erase(person)
    assert erased == [person]


def test_an_eraser_that_fails_leaves_everything_as_it_was(monkeypatch, person):
    kind = PersonalData(
        key="broken",
        title="",
        models=(),
        purpose="",
        export=lambda user: Export({}, []),
        erase=lambda user: 1 / 0,
        order=3,
    )
    monkeypatch.setitem(privacy._registered, "broken", kind)
    with pytest.raises(ZeroDivisionError):
        privacy.erase(person)
    person.refresh_from_db()
    assert person.email == "erika@example.org"
    assert person.emailaddress_set.exists()
