"""The public matrix of ideas and the figures of the process."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core.columns import FOOT, HEIGHT, Columns, nice_top
from participation.ideas.charts import statistics as chart
from participation.ideas.charts.ranges import Range
from participation.ideas.domain import process
from participation.ideas.models import Idea, IdeaIndexPage, Step
from participation.ideas.queries import statistics as queries
from tests.factories.evaluation import (
    StoredIdeaFactory,
    decide,
    evaluated_whole,
    in_evaluation,
    in_stage,
)
from tests.factories.people import UserFactory
from tests.factories.programme import ProjectFactory

MATRIX, FIGURES = "/ideen/matrix/", "/ideen/statistik/"


@pytest.fixture
def index(site):
    return site.home.add_child(instance=IdeaIndexPage(title="Ideen", slug="ideen"))


def decided(points=4, complexity=2, outcome="declined", **fields):
    idea = evaluated_whole(points, complexity, **fields)
    decide(idea, outcome=outcome)
    return idea


def titles(client, query=""):
    return [entry.item.title for entry in client.get(MATRIX + query).context["ranked"]]


def test_the_matrix_ranks_decided_ideas_by_the_readers_weights(index, client):
    decided(3, title="Mittel")
    decided(5, title="Hoch")
    evaluated_whole(5, title="Noch geheim")
    assert titles(client) == ["Hoch", "Mittel"]
    answer = client.get(f"{MATRIX}?idea_space=5&networking=x")
    assert "ganze Zahl" in answer.content.decode()
    assert answer.content.decode().count("Weil viele etwas davon haben.") == 30


def test_means_of_several_assessors_are_written_short(index, client):
    from tests.factories.evaluation import assess

    idea = evaluated_whole(points=4)
    assess(idea, points=3)
    assess(idea, points=4)
    decide(idea)
    html = client.get(MATRIX).content.decode()
    assert "3,7</td>" in html
    assert "3.666" not in html


def test_the_matrix_can_be_narrowed_to_an_outcome(index, client):
    decided(title="Abgelehnt")
    decided(outcome="parked", title="Geparkt")
    assert titles(client, "?outcome=parked") == ["Geparkt"]
    assert len(titles(client, "?outcome=nonsense")) == 2
    assert "nonsense" in client.get(f"{MATRIX}?outcome=nonsense").content.decode()
    html = client.get(f"{MATRIX}?outcome=parked&for_all=1").content.decode()
    assert '<input type="hidden" name="outcome" value="parked">' in html
    assert titles(client, "?outcome=lighthouse") == []


def test_an_idea_without_all_of_the_vision_is_left_out(index, client):
    from tests.factories.evaluation import assess

    idea = in_evaluation()
    assess(idea, "Complexity experts")
    decide(idea)
    assert titles(client) == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_matrix_costs_the_same_for_one_idea_and_for_thirty(
    index, client, assert_query_count, number
):
    for _ in range(number):
        decided()
    client.get(MATRIX)
    with assert_query_count(9):
        client.get(MATRIX)


def test_a_decision_is_seen_at_once_on_kept_pages(index, client):
    for address in (MATRIX, FIGURES, "/ideen/entscheidungen/"):
        client.get(address)
    decided(title="Ganz neu")
    for address in (MATRIX, "/ideen/entscheidungen/"):
        assert "Ganz neu" in client.get(address).content.decode()


def stay(idea, stage, days, promised=None):
    """Let the idea have been in a stage for some days, up to now."""
    in_stage(idea, stage)
    now = timezone.now()
    entered = now - timedelta(days=days)
    Step.objects.filter(pk=idea.steps.last().pk).update(
        entered_at=entered, promised_until=promised and timezone.localdate(entered + promised)
    )


def test_the_median_is_over_finished_stays(site):
    for days in (10, 20, 90):
        idea = StoredIdeaFactory(published=True)
        stay(idea, "collection", days, timedelta(days=28))
        in_stage(idea, "workshop")
    stay(StoredIdeaFactory(published=True), "collection", 500)
    found = {row.stage: row for row in queries.stages(process.settings())}
    collection = found["collection"]
    assert (collection.finished, collection.median_days) == (3, 20.0)
    assert (collection.in_time, collection.promised_stays, collection.share_in_time) == (2, 3, 67)
    assert not collection.is_slow
    assert (collection.here, found["workshop"].here) == (1, 3)
    assert found["committee"].median_days is None
    assert found["committee"].share_in_time is None


def test_hidden_ideas_are_in_no_figure(site):
    idea = StoredIdeaFactory(state="hidden")
    stay(idea, "collection", 9)
    in_stage(idea, "workshop")
    assert all(row.finished == 0 and row.here == 0 for row in queries.stages(process.settings()))
    assert sum(row["number"] for row in queries.outcomes()) == 0
    assert sum(month.sent + month.decided for month in queries.months()) == 0


def test_overdue_ideas_are_named_the_longest_first(index, client):
    today = timezone.localdate()
    for days in (3, 30):
        StoredIdeaFactory(published=True, title=f"Seit {days}", due_on=today - timedelta(days=days))
    StoredIdeaFactory(published=True, title="Heute", due_on=today)
    html = client.get(FIGURES).content.decode()
    assert html.index("Seit 30") < html.index("Seit 3<")
    assert "Heute" not in html
    stages = client.get(FIGURES).context["stages"]
    assert stages[0]["figures"].overdue == 2


def test_outcomes_are_counted_with_those_under_way(site):
    decide()
    decide(outcome="project", page=ProjectFactory(parent=site.projects))
    StoredIdeaFactory(published=True)
    numbers = {row["key"]: row["number"] for row in queries.outcomes()}
    assert (numbers["parked"], numbers["project"], numbers["declined"], numbers[""]) == (1, 1, 0, 1)


def test_months_begin_at_local_midnight(site):
    Idea.objects.filter(pk=StoredIdeaFactory(published=True).pk).update(
        created_at=datetime(2026, 2, 28, 23, 30, tzinfo=UTC)  # 1 March in Berlin
    )
    months = queries.months(date(2026, 3, 15))
    assert len(months) == 24
    assert (months[0].first, months[-1].first) == (date(2024, 4, 1), date(2026, 3, 1))
    assert [month.sent for month in months[-2:]] == [0, 1]


@pytest.mark.parametrize("number", [1, 30])
def test_the_figures_cost_the_same_for_one_idea_and_for_thirty(
    index, client, assert_query_count, number
):
    for _ in range(number):
        decide(StoredIdeaFactory(published=True))
        StoredIdeaFactory(published=True, due_on=date(2020, 1, 1))
    client.get(FIGURES)
    with assert_query_count(14):
        client.get(FIGURES)


def test_the_office_sees_the_same_figures_in_the_admin(index, client):
    late = StoredIdeaFactory(published=True)
    Idea.objects.filter(pk=late.pk).update(due_on=date(2020, 1, 1))
    client.force_login(UserFactory(role="Facilitators"))
    address = reverse("idea_statistics")
    assert address in client.get("/admin/").content.decode()
    answer = client.get(address)
    assert answer.context["stages"][0]["figures"].overdue == 1
    html = answer.content.decode()
    assert f'href="{reverse("idea_board")}?overdue=on"' in html
    assert f'href="{FIGURES}"' in html


def test_the_first_month_of_each_quarter_is_named(index, client, time_machine):
    time_machine.move_to("2026-08-15T10:00:00+00:00", tick=False)
    names = [name for _x, name in client.get(FIGURES).context["names"]]
    assert names[-3:] == ["2026", "Apr", "Jul"]
    assert names[-7:-3] == ["2025", "Apr", "Jul", "Okt"]


@pytest.mark.parametrize(("highest", "top"), [(0, 4), (4, 4), (5, 8), (9, 20), (21, 40), (41, 80)])
def test_scales_end_at_whole_steps(highest, top):
    assert nice_top(highest) == top


def test_columns_stand_in_their_slots_and_reach_their_height():
    drawn = Columns.of([(4, 0), (2, 1)], ("sent", "decided"))
    first, nothing, half, _quarter = drawn.columns
    assert (first.y, first.height) == (0, HEIGHT - FOOT)
    assert nothing.height == 0
    assert half.height * 2 == first.height
    assert half.x > nothing.x + nothing.width
    assert (half.number, half.middle) == (2, half.x + half.width / 2)
    assert drawn.lines[0] == (0, HEIGHT - FOOT)


def test_bars_of_days_share_a_scale():
    long, none = chart.day_bars([(200, 100), (None, 50)])
    assert (long.width, long.promised) == (chart.BAR, chart.BAR / 2)
    assert (none.width, none.promised) == (None, chart.BAR / 4)


def test_a_range_shows_each_score_once_and_their_mean():
    drawn = Range.of([5, 1, 1])
    assert len(drawn.dots) == 2
    assert drawn.start < drawn.mean < drawn.start + drawn.width
    assert Range.of([3]).width == 0
