"""What the search page says of its results in English."""

import pytest

from cms.core.models import SearchPage
from cms.core.search.index import rebuild
from tests.factories.programme import ProjectFactory
from tests.factories.site import translated


@pytest.mark.parametrize(("number", "said"), [(1, "1 result"), (2, "2 results")])
def test_results_are_counted(site, client, number, said):
    page = site.home.add_child(instance=SearchPage(title="Suche", slug="suche"))
    translated(page, title="Search", slug="search")
    for _project in range(number):
        translated(ProjectFactory(parent=site.projects), title="Digital bench")
    rebuild()
    shown = client.get("/en/search/", {"q": "Digital"}).content.decode()
    assert " ".join(shown.split("search-summary")[1].split("</h2>")[0].split()).endswith(said)
