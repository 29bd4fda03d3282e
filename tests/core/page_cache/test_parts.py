"""Parts of pages that are kept when the page as a whole is not."""

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory

from cms.core.page_cache import reads
from cms.users.models import User
from tests.factories.people import UserFactory
from tests.factories.programme import ProjectFactory
from tests.factories.site import translated

LOAD = "{% load part_tags %}"


def render(source: str, request: HttpRequest | None = None, **context: object) -> str:
    request = request or RequestFactory().get("/")
    return Template(LOAD + source).render(Context({"request": request} | context))


def test_a_part_is_rendered_once(page_cache):
    made = []
    source = "{% part 'a' %}{{ make }}{% endpart %}"
    for _time in range(2):
        assert render(source, make=lambda: made.append(1) or "x") == "x"
    assert made == [1]


def test_a_part_varies_by_its_values_and_the_language(page_cache):
    part = "{% part 'a' key %}{{ text }}{% endpart %}"
    source = f"{{% load i18n %}}{{% language code %}}{part}{{% endlanguage %}}"
    assert render(source, code="de", key=1, text="x") == "x"
    assert render(source, code="en", key=1, text="y") == "y"
    assert render(source, code="de", key=2, text="z") == "z"
    assert render(source, code="de", key=1, text="new") == "x"


def test_a_value_of_none_keeps_nothing(page_cache):
    source = "{% part 'a' request|plain_query %}{{ text }}{% endpart %}"
    for query, kept in (("?page=2", True), ("?q=x", False)):
        request = RequestFactory().get(f"/{query}")
        render(source, request, text="old")
        assert (render(source, request, text="new") == "old") is kept


def test_a_part_with_a_version_is_kept_though_it_names_people(page_cache):
    source = "{% part 'a' look %}{% for person in people %}{{ person }} {% endfor %}{% endpart %}"
    shown = []
    for number in (1, 1, 2):
        UserFactory(first_name=f"Nr. {len(shown)}", last_name="")
        look = reads.Version(number, frozenset({"users_user"}))
        shown.append(render(source, look=look, people=User.objects.order_by("pk")))
    assert shown == ["Nr. 0 ", "Nr. 0 ", "Nr. 0 Nr. 1 Nr. 2 "]


def test_nothing_personal_gets_into_a_part(page_cache):
    source = "{% part 'a' %}{% csrf_token %}{{ user }}{{ messages|length }}{% endpart %}"
    html = render(source, csrf_token="secret", user="Erika", messages=["x"])
    assert "secret" not in html
    assert "Erika" not in html
    assert html.endswith("0")


def test_without_a_request_nothing_is_kept(page_cache):
    template = Template(LOAD + "{% part 'a' %}{{ text }}{% endpart %}")
    assert template.render(Context({"text": "a"})) == "a"
    assert template.render(Context({"text": "b"})) == "b"


ADDRESSES = ["/programm/projekte/a/", "/en/programme/projects/a/"]


@pytest.mark.parametrize("query", ["", "?show=update", "?utm_source=brief"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_from_parts_asks_the_database_once(
    site, client, page_cache, assert_query_count, address, query
):
    translated(ProjectFactory(parent=site.projects, slug="a"), slug="a")
    client.cookies["csrftoken"] = "passes by"
    client.get(address + query)
    page_cache.follower.is_deaf = True
    with assert_query_count(1):
        response = client.get(address + query)
    assert response.headers["X-Page-Cache"] == "bypass"


def test_a_list_is_kept_for_each_choice_of_filters_and_nothing_else_of_the_address(
    site, client, page_cache
):
    ProjectFactory(parent=site.projects, title="In Planung", stage="concept")
    ProjectFactory(parent=site.projects, title="Im Betrieb", stage="operation")
    client.cookies["csrftoken"] = "passes by"

    def shown(query: str) -> str:
        return client.get(f"/programm/projekte/{query}").content.decode()

    for _twice in range(2):
        assert "In Planung" in shown("?from=somebody")
        assert "somebody" not in shown("?from=somebody")
        assert "In Planung" not in shown("?stage=operation")
        assert "gibt-es-nicht" in shown("?stage=gibt-es-nicht")
        assert "gibt-es-nicht" not in shown("?from=somebody")
        assert "x" * 200 not in shown(f"?from={'x' * 200}")


@pytest.mark.parametrize("address", ADDRESSES)
def test_parts_are_forgotten_with_the_page(site, client, page_cache, address):
    project = ProjectFactory(parent=site.projects, slug="a", introduction="Alt")
    translated(project, slug="a", introduction="Alt")
    client.cookies["csrftoken"] = "passes by"
    client.get(address)
    project.stage = "operation"
    project.save_revision().publish()
    assert "is-operation" in client.get(address).content.decode() or (
        "operation" in client.get(address).content.decode()
    )
