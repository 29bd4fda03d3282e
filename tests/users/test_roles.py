"""Groups and the workflow are called by names that people of the city understand."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page, Task, Workflow

from cms.users import roles
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_the_groups_have_german_names_where_the_site_is_german():
    names = set(Group.objects.values_list("name", flat=True))
    assert {"Redaktion", "Freigabe", "Projektleitung", "Administration", "Bewertung"} <= names
    assert not names & roles.NAMES.keys()


def test_a_group_that_a_later_migration_makes_anew_goes_over_to_the_one_with_people():
    known = roles.group_of(roles.EDITORS)
    person = UserFactory(role=roles.EDITORS)
    anew = Group.objects.create(name="Editors")
    right = Permission.objects.get(codename="delete_enquiry")
    anew.permissions.add(right)
    home = Page.objects.filter(depth=2).first()
    publish = Permission.objects.get(codename="publish_page")
    for group in (anew, known):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=publish)
    roles.name_groups()
    assert not Group.objects.filter(name="Editors").exists()
    assert list(person.groups.all()) == [known]
    assert right in known.permissions.all()
    assert GroupPagePermission.objects.filter(page=home, permission=publish).count() == 1


@pytest.mark.parametrize("role", [roles.LEADS, roles.ADMINISTRATORS, roles.EDITORS])
def test_who_writes_uploads_and_chooses_pictures_and_documents(client, site, role):
    client.login(email=UserFactory(role=role).email, password=PASSWORD)
    for kind in ("images", "documents"):
        assert client.get(f"/admin/{kind}/add/").status_code == 200
        assert client.get(f"/admin/{kind}/chooser/").status_code == 200


@pytest.mark.parametrize("role", [roles.ADMINISTRATORS, roles.EDITORS, roles.MODERATORS])
def test_who_works_on_the_site_translates_pages_and_edits_places(role):
    person = UserFactory(role=role)
    assert person.has_perm("wagtail_localize.submit_translation")
    assert person.has_perm("core.change_place")


def test_a_name_that_an_administrator_has_given_stays():
    group = roles.group_of(roles.EDITORS)
    group.name = "Online-Redaktion"
    group.save()
    roles.name_groups()
    assert Group.objects.get(pk=group.pk).name == "Online-Redaktion"


def test_so_have_the_workflow_and_its_step():
    assert Workflow.objects.get().name == Task.objects.get().name == "Freigabe"


def test_the_page_above_all_home_pages_says_what_it_holds():
    assert Page.get_first_root_node().get_admin_display_title() == "Alle Sprachen"


@pytest.mark.parametrize("role", roles.NAMES)
def test_code_finds_a_group_by_its_role(role):
    assert roles.group_of(role).permissions.exists()


def test_the_step_belongs_to_those_who_approve():
    (group,) = Task.objects.get().specific.groups.all()
    assert group == roles.group_of(roles.MODERATORS)
