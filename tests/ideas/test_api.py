"""Ideas by the API."""

import pytest

from cms.core.models import Place
from cms.core.search.index import rebuild
from participation.ideas.models import Idea
from participation.ideas.models.choices import Stage, State
from tests.factories.ideas import IdeaFactory
from tests.factories.programme import GroupFactory

pytestmark = pytest.mark.django_db
API = "/api/v1/ideas/"


def test_a_list_has_items_and_a_count_and_is_cut(ideas, client):
    IdeaFactory.create_batch(3, published=True, tags=["weg"])
    answer = client.get(API, {"limit": 2, "offset": 1}).json()
    assert answer["count"] == 3
    assert len(answer["items"]) == 2
    first = answer["items"][0]
    assert first["url"].startswith("http://testserver/ideen/")
    assert (first["stage"], first["outcome"], first["tags"]) == ("collection", None, ["weg"])


def test_one_idea_has_its_words_and_its_way(idea, client):
    answer = client.get(f"{API}{idea.pk}/").json()
    assert answer["text"] == idea.text
    assert [step["stage"] for step in answer["steps"]] == ["collection"]


def test_nothing_personal_is_told(idea, client):
    for answer in (client.get(API), client.get(f"{API}{idea.pk}/")):
        assert "Erika" not in answer.content.decode()
        assert "author" not in answer.content.decode()


@pytest.mark.parametrize("state", [State.WAITING, State.HIDDEN, State.WITHDRAWN])
def test_what_is_not_public_is_not_there(idea, client, state):
    Idea.objects.update(state=state)
    assert client.get(API).json() == {"items": [], "count": 0}
    assert client.get(f"{API}{idea.pk}/").status_code == 404


def test_filters(ideas, client):
    IdeaFactory(published=True, tags=["weg"])
    other = IdeaFactory(published=True)
    Idea.objects.filter(pk=other.pk).update(stage=Stage.WORKSHOP)
    assert client.get(API, {"tag": "weg"}).json()["count"] == 1
    assert [i["id"] for i in client.get(API, {"stage": "workshop"}).json()["items"]] == [other.pk]


def test_places_groups_and_orders_are_those_of_the_list(ideas, client, site):
    park = Place.objects.create(name="Park", slug="park", latitude="53.7", longitude="10.0")
    group = GroupFactory(parent=site.groups)
    first, second = IdeaFactory.create_batch(2, published=True)
    Idea.objects.filter(pk=first.pk).update(place=park, supports_count=9)
    Idea.objects.filter(pk=second.pk).update(working_group=group)
    for query, found in (
        ({"place": "park"}, [first]),
        ({"group": group.slug}, [second]),
        ({"sort": "supported"}, [first, second]),
        ({}, [second, first]),
    ):
        items = client.get(API, query).json()["items"]
        assert [item["id"] for item in items] == [idea.pk for idea in found], query


def test_words_are_searched_for_as_in_the_list(ideas, client):
    bicycles = IdeaFactory(published=True, title="Fahrräder am Bahnhof")
    IdeaFactory(published=True, title="Mehr Licht")
    rebuild()
    assert [i["id"] for i in client.get(API, {"q": "Fahrrad"}).json()["items"]] == [bicycles.pk]
    assert client.get(API, {"q": "Seilbahn"}).json()["count"] == 0
    assert client.get(API, {"q": "\x00!"}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"q": "x" * 201},
        {"limit": 101},
        {"offset": -1},
        {"stage": "x"},
        {"sort": "x"},
        {"limit": "viele"},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(ideas, client, query):
    answer = client.get(API, query)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_it_can_only_be_read(ideas, client):
    assert client.post(API, {}).status_code == 405


def test_it_describes_itself(db, client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {API, f"{API}{{number}}/"} <= set(paths)


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_at_any_length(ideas, client, assert_query_count, number):
    IdeaFactory.create_batch(number, published=True)
    with assert_query_count(3):
        client.get(API, {"limit": 30})
