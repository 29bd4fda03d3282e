"""The list of ideas: filters, orders, search, places, and what it costs."""

import json
import tracemalloc
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.core.models import Place
from cms.core.search.index import rebuild
from participation.ideas import exports
from participation.ideas.domain import talk
from participation.ideas.models import Idea
from participation.ideas.models.choices import Outcome, Stage, State
from participation.ideas.queries import lists
from participation.ideas.templatetags.idea_tags import teaser
from tests.factories.ideas import CommentFactory, IdeaFactory
from tests.factories.people import UserFactory
from tests.factories.programme import GroupFactory

pytestmark = pytest.mark.django_db
LIST = "/ideen/"


@pytest.fixture
def three(ideas):
    """Three ideas, the newest first: lamp, bench, path."""
    made = [
        IdeaFactory(published=True, title=title, text=text, tags=tags)
        for title, text, tags in (
            ("Weg am Moor", "Der Weg ist nass.", ["wege"]),
            ("Bank im Stadtpark", "Zum Ausruhen.", ["stadtpark", "sitzen"]),
            ("Laterne am Spielplatz", "Beleuchtung fehlt.", ["stadtpark", "licht"]),
        )
    ]
    return made[::-1]


def titles(client, query=""):
    return [idea.title for idea in client.get(LIST + query).context["ideas"]]


def test_the_newest_idea_comes_first(three, client):
    assert titles(client) == ["Laterne am Spielplatz", "Bank im Stadtpark", "Weg am Moor"]


def test_only_public_ideas_are_listed(three, client):
    for idea, state in zip(three, (State.HIDDEN, State.WITHDRAWN, State.WAITING), strict=True):
        Idea.objects.filter(pk=idea.pk).update(state=state)
    assert titles(client) == []
    assert "Keine Idee passt" in client.get(LIST).content.decode()


def test_filters_narrow_the_list_and_can_be_taken_away(three, client, site):
    lamp, bench, way = three
    group = GroupFactory(parent=site.groups, title="Urbane Daten")
    Idea.objects.filter(pk=lamp.pk).update(stage=Stage.WORKSHOP)
    Idea.objects.filter(pk=bench.pk).update(stage=Stage.DECIDED, outcome=Outcome.PARKED)
    Idea.objects.filter(pk=way.pk).update(working_group=group)
    assert titles(client, "?stage=workshop") == [lamp.title]
    assert titles(client, "?outcome=parked") == [bench.title]
    assert titles(client, f"?group={group.slug}") == [way.title]
    assert titles(client, "?tag=stadtpark") == [lamp.title, bench.title]
    chips = client.get(f"{LIST}?tag=stadtpark&stage=workshop").context["filters"].chips
    assert [(chip["value"], chip["query"]) for chip in chips] == [
        ("Workshop", "tag=stadtpark"),
        ("stadtpark", "stage=workshop"),
    ]


@pytest.mark.parametrize(
    "query",
    ["?stage=nirgends", "?place=x%00y", "?group=keine-gruppe", "?sort=best", "?page=99999"],
)
def test_what_is_unknown_filters_nothing(three, client, query):
    assert len(titles(client, query)) == 3


@pytest.mark.parametrize("query", ["?q=%27%3B+DROP+TABLE", "?q=%21%3F", "?q=" + "x" * 500])
def test_a_strange_search_gives_a_page(three, client, query):
    assert client.get(LIST + query).status_code == 200


def test_words_are_found_with_their_endings(three, client):
    rebuild()
    assert titles(client, "?q=Laternen") == ["Laterne am Spielplatz"]
    assert titles(client, "?q=stadtpark&sort=supported") == [
        "Laterne am Spielplatz", "Bank im Stadtpark",
    ]  # fmt: skip


def test_orders_by_support_and_by_talk(three, client):
    _lamp, bench, way = three
    talk.support(idea=way, user=UserFactory())
    CommentFactory(idea=bench)
    assert titles(client, "?sort=supported")[0] == way.title
    assert titles(client, "?sort=discussed")[0] == bench.title


def test_the_mixed_order_holds_for_a_day_and_gives_everybody_a_turn(three, client, time_machine):
    firsts = set()
    for day in range(40):
        time_machine.move_to(f"2026-{5 + day // 28:02d}-{day % 28 + 1:02d}T10:00:00+00:00")
        order = titles(client, "?sort=fair")
        assert order == titles(client, "?sort=fair")
        firsts.add(order[0])
    assert len(firsts) == 3


@pytest.mark.parametrize("number", [1, 30])
def test_a_list_costs_the_same_at_any_length(ideas, client, assert_page_cost, number):
    IdeaFactory.create_batch(number, published=True)
    with assert_page_cost(QUERIES, LIST):
        assert client.get(LIST).status_code == 200


QUERIES = 7


@pytest.mark.parametrize("number", [1, 30])
def test_a_filtered_list_costs_the_same_at_any_length(ideas, client, assert_page_cost, number):
    place = Place.objects.create(
        name="Garstedt", slug="garstedt", latitude="53.7", longitude="10.0"
    )
    IdeaFactory.create_batch(number, published=True, place=place)
    path = f"{LIST}?stage=collection&place=garstedt&q=Licht"
    with assert_page_cost(QUERIES, path):
        assert len(client.get(path).context["ideas"]) == min(number, 24)


@pytest.mark.parametrize("number", [1, 30])
def test_the_map_costs_the_same_with_any_number_of_places(ideas, client, assert_page_cost, number):
    for turn in range(number):
        place = Place.objects.create(
            name=f"Platz {turn}", slug=f"platz-{turn}", latitude="53.7", longitude="10.0"
        )
        IdeaFactory(published=True, place=place)
    with assert_page_cost(MAP_QUERIES, "/ideen/karte/"):
        assert len(client.get("/ideen/karte/").context["map"].places) == number


MAP_QUERIES = 3


def test_places_are_numbered_by_their_ideas_and_drawn(three, client):
    north, south = (
        Place.objects.create(
            name=name, slug=name.lower(), latitude=Decimal(latitude), longitude=Decimal("10.0")
        )
        for name, latitude in (("Friedrichsgabe", "53.73"), ("Garstedt", "53.68"))
    )
    Idea.objects.filter(pk=three[0].pk).update(place=north)
    Idea.objects.exclude(pk=three[0].pk).update(place=south)
    answer = client.get("/ideen/karte/")
    spots = answer.context["map"].places
    assert [(spot.number, spot.place, spot.count) for spot in spots] == [
        (1, south, 2),
        (2, north, 1),
    ]
    assert spots[0].y > spots[1].y, "the south is below"
    assert f'href="{LIST}?place=garstedt"' in answer.content.decode()
    assert titles(client, "?place=friedrichsgabe") == [three[0].title]


@pytest.mark.parametrize("path", [LIST, "/ideen/karte/"])
def test_what_a_list_does_not_know_is_said_and_filters_nothing(three, client, path):
    long = "nirgends" * 5
    page = client.get(f"{path}?stage=<b>&tag=licht&place={long}x").content.decode()
    assert f"nicht gefiltert: Phase „&lt;b&gt;“, Ort „{long[:39]}…“" in page
    assert "nicht gefiltert" not in client.get(f"{path}?tag=licht&sort=fair").content.decode()


def test_the_map_keeps_the_other_filters(three, client):
    place = Place.objects.create(name="Park", slug="park", latitude="53.7", longitude="10.0")
    Idea.objects.update(place=place)
    page = client.get("/ideen/karte/?tag=licht&place=nirgends").content.decode()
    assert f'href="{LIST}?tag=licht&amp;place=park"' in page


def test_without_places_the_map_says_so(three, client):
    assert "Noch keine Idee nennt einen Ort" in client.get("/ideen/karte/").content.decode()


def test_tags_used_most_are_offered(three):
    assert lists.tags(limit=1) == ["stadtpark"]
    assert lists.tags() == ["licht", "sitzen", "stadtpark", "wege"]


def read(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_open_data_hold_nothing_personal(three, client):
    Idea.objects.update(address="Musterweg 1")
    items = json.loads(read(client.get("/ideen/ideen.json")))["items"]
    assert [item["title"] for item in items] == [idea.title for idea in three[::-1]]
    assert set(items[0]) == set(exports.PUBLIC_FIELDS)
    text = read(client.get("/ideen/ideen.csv")).decode()
    assert text.startswith("\ufeffid;title;text")
    for personal in ("Erika", "Musterweg", "@example"):
        assert personal not in text


def test_open_data_of_no_idea_are_valid(ideas, client):
    assert json.loads(read(client.get("/ideen/ideen.json"))) == {"items": []}


def test_a_text_that_looks_like_a_formula_is_made_harmless(ideas, client):
    IdeaFactory(published=True, title="=HYPERLINK(1)")
    assert "'=HYPERLINK" in read(client.get("/ideen/ideen.csv")).decode()


@pytest.mark.parametrize("ending", ["xlsx", "exe"])
def test_other_files_are_not_public(ideas, client, ending):
    assert client.get(f"/ideen/ideen.{ending}").status_code == 404


def test_memory_does_not_grow_with_the_rows_of_a_file():
    row = dict.fromkeys(exports.STAFF_FIELDS, "x" * 1000)

    def peak(number: int) -> int:
        tracemalloc.start()
        for _part in exports.as_json((row for _ in range(number)), exports.STAFF_FIELDS):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(2000) < 2 * peak(200)


def test_overdue_is_what_lies_past_its_promise(three):
    Idea.objects.filter(pk=three[0].pk).update(due_on=timezone.localdate() - timedelta(days=1))
    Idea.objects.filter(pk=three[1].pk).update(due_on=date(2020, 1, 1), stage=Stage.DECIDED)
    assert list(Idea.objects.overdue()) == [three[0]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kurz.", "Kurz."),
        ("Der Bus kommt von der Schule", "Der Bus kommt …"),
        ("Licht, Wärme, Strom", "Licht, Wärme …"),
        ("Donaudampfschifffahrt", "Donaudampfschi …"),
    ],
)
def test_a_teaser_ends_with_a_whole_word(text, shown):
    assert teaser(text, 14) == shown
