"""A page can be looked at before it is saved for the first time."""

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.pages import models as pages
from cms.programme import models as programme
from tests.factories.programme import GuidelineFactory, ProjectFactory

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
NEEDED = {pages.EventPage: {"start": timezone.now(), "end": timezone.now()}}
"""What a page cannot be saved without."""


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


@pytest.mark.parametrize("model", PARENTS)
def test_a_changed_draft_of_every_page_type_has_a_preview(site, model):
    page = getattr(site, PARENTS[model]).add_child(
        instance=model(title="Alt", **NEEDED.get(model, {}))
    )
    page.title = "Entwurf"
    page.save_revision()
    draft = model.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert "<h1>Entwurf</h1>" in draft.make_preview_request().rendered_content


def test_a_changed_draft_of_a_project_is_previewed_with_its_guidelines(site):
    page = ProjectFactory(parent=site.projects)
    page.guideline_links.add(
        programme.ProjectGuideline(guideline=GuidelineFactory(title="Teilhabe"))
    )
    assert "Teilhabe" in page.make_preview_request().rendered_content
