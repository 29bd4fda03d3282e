"""A page can be looked at before it is saved for the first time."""

import pytest
from wagtail.models import Page

from cms.pages import models as pages
from cms.programme import models as programme
from tests.factories.programme import ProjectFactory

PARENTS = {
    pages.ContentPage: "home",
    pages.EnquiryPage: "home",
    pages.NewsIndexPage: "home",
    pages.NewsPage: "news",
    pages.EventIndexPage: "home",
    pages.EventPage: "events",
    programme.ProgrammePage: "home",
    programme.ProjectIndexPage: "programme",
    programme.ProjectPage: "projects",
    programme.WorkingGroupIndexPage: "programme",
    programme.WorkingGroupPage: "groups",
    programme.PermanentTaskIndexPage: "programme",
    programme.PermanentTaskPage: "tasks",
}


def unsaved(model: type[Page], parent: Page) -> Page:
    """A page as Wagtail's form for a new one previews it: nothing but a title and a place."""
    page = model(title="Neu", locale=parent.locale)
    page.path = Page._get_children_path_interval(parent.path)[1]
    page.depth = parent.depth + 1
    page.set_url_path(parent)
    return page


@pytest.mark.parametrize("model", PARENTS)
def test_a_new_page_has_a_preview(site, model):
    page = unsaved(model, getattr(site, PARENTS[model]))
    answer = page.make_preview_request()
    assert answer.status_code == 200
    assert "<h1>Neu</h1>" in answer.rendered_content


def test_a_new_update_has_a_preview(site):
    page = unsaved(programme.UpdatePage, ProjectFactory(parent=site.projects))
    assert "<h1>Neu</h1>" in page.make_preview_request().rendered_content
