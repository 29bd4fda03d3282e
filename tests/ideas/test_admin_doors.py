"""Whoever lacks a right comes to the admin's start page and is told so, not round in circles."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from participation.ideas import wagtail_hooks
from participation.ideas.admin_views import board_hooks, evaluation_hooks, process_hooks
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
POSTED = {"idea_board_act", "idea_dismiss_match"}
PAGES = [
    *wagtail_hooks.urls(),
    *board_hooks.urls(),
    *evaluation_hooks.evaluation_urls(),
    *process_hooks.urls(),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_of_the_office_sends_an_editor_home(client, idea, page):
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    known = {"pk": idea.pk, "role": "complexity", "ending": "csv"}
    values = {name: known[name] for name in page.pattern.converters}
    call = client.post if page.name in POSTED else client.get
    answer = call(reverse(page.name, kwargs=values), follow=True)
    assert [where for where, _status in answer.redirect_chain] == ["/admin/"]
    assert answer.status_code == 200
    assert answer.context["messages"]
