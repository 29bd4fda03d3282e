"""A site in which something can be found."""

import pytest

from cms.core.models import SearchPage
from cms.core.search.index import rebuild
from tests.factories.files import DocumentFactory
from tests.factories.pages import ContentFactory, EventFactory, NewsFactory
from tests.factories.programme import ProjectFactory
from tests.factories.site import translated


@pytest.fixture
def found(site):
    """A site with a search page in two languages, and what can be found."""
    page = site.home.add_child(instance=SearchPage(title="Suche", slug="suche"))
    translated(page, title="Search", slug="search")
    lockers = ProjectFactory(
        parent=site.projects, title="Digitale Schließfächer", introduction="Im Stadtpark leihen."
    )
    translated(lockers, title="Digital lockers", introduction="Borrow things in the park.")
    body = [
        (
            "text",
            "<p>Zwei Häuser &amp; eine Wunschliste, gute Beleuchtung. Wir schließen um acht.</p>",
        )
    ]
    ContentFactory(parent=site.home, title="Über uns", slug="ueber-uns", body=body)
    NewsFactory(parent=site.news, title="Neue Schließfächer stehen")
    EventFactory(parent=site.events, title="Ideenwerkstatt", place_name="Rathaus")
    DocumentFactory(title="Satzung der Sportvereine")
    rebuild()
    return page
