"""Groups and the workflow are called by names that people of the city understand."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, Task, Workflow

from cms.users import roles

pytestmark = pytest.mark.django_db


def test_the_groups_have_german_names_where_the_site_is_german():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Redaktion", "Freigabe", "Projektleitung", "Administration",
    }  # fmt: skip


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
