"""After signing in, everybody begins where the work is."""

import pytest

from cms.programme.models import ProjectLead
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.programme import ProjectFactory
from tests.users.helpers import sign_in


@pytest.fixture
def lead(site):
    return UserFactory(role="Project leads")


def led(site, lead, **fields):
    project = ProjectFactory(parent=site.projects, **fields)
    ProjectLead.objects.create(page=project, user=lead)
    return project


def test_a_citizen_finds_the_account(site, client):
    assert sign_in(client, UserFactory())["Location"] == "/konto/"


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Administrators"])
def test_whoever_works_here_finds_the_admin(site, client, role):
    assert sign_in(client, UserFactory(role=role))["Location"] == "/admin/"


def test_the_lead_of_one_project_finds_the_form_of_an_update(site, client, lead):
    project = led(site, lead)
    answer = sign_in(client, lead)
    assert answer["Location"] == f"/admin/updates/{project.pk}/"
    assert client.get(answer["Location"]).status_code == 200


def test_the_lead_of_several_finds_them_on_top_of_the_admin(site, client, lead):
    titles = [led(site, lead, title=title).title for title in ("Licht", "Wasser")]
    answer = sign_in(client, lead)
    assert answer["Location"] == "/admin/"
    shown = client.get("/admin/").content.decode()
    assert all(title in shown.split('id="panel-waiting')[0] for title in titles)


def test_a_project_that_is_not_public_yet_is_nowhere_to_begin(site, client, lead):
    led(site, lead, live=False)
    assert sign_in(client, lead)["Location"] == "/admin/"


def test_a_page_that_was_asked_for_comes_first(site, client, lead):
    led(site, lead)
    wanted = {"login": lead.email, "password": PASSWORD, "next": "/konto/daten/"}
    assert client.post("/konto/anmelden/", wanted)["Location"] == "/konto/daten/"
