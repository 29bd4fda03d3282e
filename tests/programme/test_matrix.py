"""The matrix: which projects it shows, the reader's weights, and bad ones."""

import pytest
from django.utils.html import strip_tags

from cms.programme.models import Score
from tests.factories.programme import ProjectFactory, ScoreFactory, evaluate, matrix
from tests.factories.site import translated

ADDRESS = "/programm/bewertungsmatrix/"


@pytest.fixture
def page(site):
    return matrix(site)


@pytest.fixture
def two(site, page):
    """One project that is all new, one that serves everybody."""
    new = ProjectFactory(parent=site.projects, title="Neu", order=1, kind="lighthouse")
    evaluate(new, (5, 1, 1, 1), 2)
    fair = ProjectFactory(parent=site.projects, title="Für alle", order=2)
    evaluate(fair, (1, 3, 3, 3), 4)
    return new, fair


def order(client, query=""):
    ranked = client.get(ADDRESS + query).context["ranked"]
    return [entry.item.title for entry in ranked]


def test_projects_are_numbered_by_the_work_plan_and_ordered_by_the_vision(two, client):
    answer = client.get(ADDRESS)
    assert [mark.item.number for mark in answer.context["marks"]] == [1, 2]
    assert order(client) == ["Für alle", "Neu"]
    assert [e.achievement for e in answer.context["ranked"]] == [2.5, 2]
    assert [e.item.complexity for e in answer.context["ranked"]] == [4, 2]


def test_weights_in_the_address_change_the_order(two, client):
    query = "?idea_space=5&quality_of_life=1&for_all=0&networking=0"
    assert order(client, query) == ["Neu", "Für alle"]
    html = client.get(ADDRESS + query).content.decode()
    assert '<option value="1" selected>' in html


def status(client, query):
    """The words of the live region beside the weights."""
    html = client.get(ADDRESS + query).content.decode()
    words = html.split('data-live="message"')[1].split(">", 1)[1].split("</div>")[0]
    return " ".join(strip_tags(words).split())


def test_the_order_that_weights_give_is_said_beside_them(two, client):
    assert status(client, "") == ""
    query = "?idea_space=5&quality_of_life=1&for_all=0&networking=0"
    assert status(client, query) == "Die Reihenfolge ist jetzt: 1. Neu, 2. Für alle"


def test_every_score_stands_there_with_its_reason(two, client):
    html = client.get(ADDRESS).content.decode()
    assert html.count("Weil viele etwas davon haben.") == 16
    assert html.count("<details") >= 2


def test_a_lighthouse_has_a_shape_of_its_own(two, client):
    drawing = client.get(ADDRESS).content.decode().split("matrix__plot")[1].split("</svg>")[0]
    assert drawing.count("matrix__shape--lighthouse") == 1
    assert drawing.count('<circle class="matrix__shape"') == 1
    assert drawing.count("<a ") == 2


def test_a_project_that_is_not_evaluated_as_a_whole_is_counted_and_left_out(two, site, client):
    half = ProjectFactory(parent=site.projects, title="Halb")
    ScoreFactory(page=half, criterion="vision_for_all", score=5)
    answer = client.get(ADDRESS)
    assert answer.context["missing"] == 1
    assert "Halb" not in order(client)


def test_no_evaluated_project_is_said_in_words(page, client):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert b"matrix__plot" not in answer.content


@pytest.mark.parametrize(
    ("query", "weights"),
    [
        ("?idea_space=-3", [0, 3, 3, 3]),
        ("?idea_space=1e999&for_all=99", [5, 3, 5, 3]),
        ("?networking=nan", [3, 3, 3, 3]),
        ("?quality_of_life=viel", [3, 3, 3, 3]),
        ("?idea_space=" + "9" * 5000, [5, 3, 3, 3]),
        ("?idea_space=%00", [3, 3, 3, 3]),
        ("?idea_space=2.4", [2, 3, 3, 3]),
    ],
)
def test_a_bad_weight_becomes_one_that_fits_and_says_so(two, client, query, weights):
    answer = client.get(ADDRESS + query)
    assert answer.status_code == 200
    assert answer.context["weights"].weights == weights
    assert answer.context["weights"].message in answer.content.decode()
    assert answer.context["weights"].message


@pytest.mark.parametrize("query", ["", "?idea_space=", "?something=else", "?idea_space=4"])
def test_a_weight_that_fits_needs_no_message(two, client, query):
    assert client.get(ADDRESS + query).context["weights"].message == ""


def test_all_weights_zero_count_the_same_and_say_so(two, client):
    answer = client.get(f"{ADDRESS}?idea_space=0&quality_of_life=0&for_all=0&networking=0")
    assert [e.achievement for e in answer.context["ranked"]] == [2.5, 2]
    assert answer.context["weights"].message


def test_another_language_has_its_words_and_the_originals_scores(two, page, client):
    translated(page, "en", slug="evaluation-matrix")
    twin = translated(two[0], "en", title="New", slug="new")
    Score.objects.filter(page=twin).update(score=1, reason="Because.")
    (entry,) = client.get("/en/programme/evaluation-matrix/").context["ranked"]
    assert (entry.item.title, entry.item.vision) == ("New", (5, 1, 1, 1))
    assert entry.item.blocks[0]["items"][0]["reason"] == "Because."


@pytest.mark.parametrize("number", [13, 30])
def test_the_page_stays_small_however_many_projects_there_are(site, page, client, number):
    for place in range(number):
        project = ProjectFactory(parent=site.projects, order=place)
        evaluate(project, (5, 4, 3, 2), 3)
    Score.objects.update(reason="Weil es vielen Menschen lange hilft. " * 4)
    answer = client.get(ADDRESS)
    assert len(answer.content) < 60 * 1024
    assert len(answer.context["marks"]) == number
    assert answer.content.decode().count("<details id=") == 10


def test_other_pages_of_the_order_keep_the_weights(site, page, client):
    for place in range(12):
        evaluate(ProjectFactory(parent=site.projects, order=place), (5, 1, 1, 1), 2)
    html = client.get(f"{ADDRESS}?idea_space=5").content.decode()
    assert 'href="?idea_space=5&amp;page=2"' in html
    second = client.get(f"{ADDRESS}?idea_space=5&page=2")
    assert len(second.context["page_obj"]) == 2
