"""The deciders' desk in the admin: what is due, deciding, and correcting."""

import pytest

from participation.ideas import queries
from participation.ideas.models import Decision, Idea
from participation.ideas.queries import log
from tests.answers import text
from tests.factories.evaluation import (
    StoredIdeaFactory,
    decide,
    evaluated_whole,
    in_evaluation,
    in_stage,
)
from tests.factories.programme import ProjectFactory

DECISIONS = "/admin/ideas/decisions/"


def decision_data(**changes):
    return {
        "outcome": "parked",
        "reasons": "Noch nicht an der Zeit.",
        "decided_by": "Hauptausschuss",
        "decided_on": "2026-03-02",
        "page": "",
        "after": "0",
    } | changes


def test_a_decider_decides_with_the_evaluation_at_hand(site, sign_in):
    idea = in_stage(evaluated_whole(title="Reife Idee"), "committee")
    client = sign_in("Decision makers")
    assert "Reife Idee" in text(client.get(DECISIONS))
    form = text(client.get(f"{DECISIONS}{idea.pk}/"))
    assert "Visionserreichung" in form
    answer = client.post(f"{DECISIONS}{idea.pk}/", decision_data())
    assert answer.headers["Location"] == DECISIONS
    html = text(client.get(DECISIONS))
    assert "Als Eintrag 1 im Entscheidungsprotokoll aufgezeichnet." in html
    assert f"{DECISIONS}{idea.pk}/" not in html


def test_a_decider_is_told_what_is_due(site, sign_in):
    in_evaluation()
    late = in_stage(StoredIdeaFactory(published=True), "committee")
    StoredIdeaFactory(published=True)
    client = sign_in("Decision makers")
    assert "2 Ideen zu entscheiden" in text(client.get("/admin/"))
    Idea.objects.filter(pk=late.pk).update(due_on="2020-01-01")
    assert "2 Ideen zu entscheiden (1 überfällig)" in text(client.get("/admin/"))
    assert "zu entscheiden" not in text(sign_in("Moderators").get("/admin/"))


def test_decided_ideas_are_found_to_be_corrected(site, sign_in, assert_query_count):
    idea = StoredIdeaFactory(published=True, title="Entschiedene Idee")
    decide(idea, outcome="declined")
    decide(idea, after=1)
    hidden = StoredIdeaFactory(published=True)
    decide(hidden)
    Idea.objects.filter(pk=hidden.pk).update(state="hidden")
    client = sign_in("Decision makers")
    assert f"{DECISIONS}decided/" in text(client.get(DECISIONS))
    found = client.get(f"{DECISIONS}decided/")
    assert [entry.number for entry in found.context["page_obj"]] == [2]
    assert f'{DECISIONS}{idea.pk}/"' in text(found)
    assert f'{DECISIONS}{idea.pk}/"' in text(client.get("/admin/ideas/board/"))
    for _ in range(29):
        decide(StoredIdeaFactory(published=True))
    with assert_query_count(2):
        next(iter(log.standing())).idea.title.upper()
        log.standing().count()


def test_the_second_decider_is_told_and_keeps_what_they_typed(site, sign_in):
    idea = StoredIdeaFactory(published=True)
    client = sign_in("Decision makers")
    decide(idea, outcome="declined")
    answer = client.post(f"{DECISIONS}{idea.pk}/", decision_data(reasons="Meine Gründe"))
    html = text(answer)
    assert answer.status_code == 422
    assert "Inzwischen ist über diese Idee entschieden: Abgelehnt" in html
    assert "Meine Gründe" in html
    assert Decision.objects.count() == 1
    answer = client.post(f"{DECISIONS}{idea.pk}/", decision_data(after="1"))
    assert answer.status_code == 302
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"reasons": ""},
        {"decided_on": "gestern"},
        {"outcome": "sold"},
        {"page": "999999"},
        {"outcome": "project"},
        {"after": "viele"},
        {"page": "make"},
    ],
)
def test_bad_input_is_refused_next_to_its_field(site, sign_in, changes):
    idea = StoredIdeaFactory(published=True)
    client = sign_in("Decision makers")
    answer = client.post(f"{DECISIONS}{idea.pk}/", decision_data(**changes))
    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_without_a_list_the_fault_stands_at_the_page(site, sign_in):
    site.tasks.delete()
    idea = StoredIdeaFactory(published=True)
    data = decision_data(outcome="permanent_task", page="make")
    answer = sign_in("Decision makers").post(f"{DECISIONS}{idea.pk}/", data)
    assert "Es gibt keine Seite, unter der diese" in text(answer)


def test_an_existing_page_is_linked(site, sign_in):
    project = ProjectFactory(parent=site.projects)
    idea = StoredIdeaFactory(published=True)
    data = decision_data(outcome="project", page=str(project.pk))
    sign_in("Decision makers").post(f"{DECISIONS}{idea.pk}/", data)
    idea.refresh_from_db()
    assert idea.became_id == project.pk


def test_who_may_write_pages_goes_on_with_the_draft(site, sign_in):
    idea = StoredIdeaFactory(published=True)
    data = decision_data(outcome="project", page="make")
    answer = sign_in("Decision makers", "Editors").post(f"{DECISIONS}{idea.pk}/", data)
    idea.refresh_from_db()
    assert answer.headers["Location"] == f"/admin/pages/{idea.became_id}/edit/"
    other = StoredIdeaFactory(published=True)
    answer = sign_in("Decision makers").post(f"{DECISIONS}{other.pk}/", data)
    assert answer.headers["Location"] == DECISIONS


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_decisions_costs_the_same_for_one_and_for_thirty(
    site, sign_in, assert_query_count, number
):
    for _ in range(number):
        in_evaluation()
    client = sign_in("Decision makers")
    client.get(DECISIONS)
    with assert_query_count(14):
        client.get(DECISIONS)


def test_ideas_far_in_the_process_are_decided_first(site):
    for stage in ("collection", "evaluation", "committee", "roadmap", "workshop"):
        in_stage(StoredIdeaFactory(published=True), stage)
    found = [idea.stage for idea in queries.undecided()]
    assert found[:3] == ["committee", "roadmap", "evaluation"]
