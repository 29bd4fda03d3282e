"""The desks in the admin: assessing, comparing, deciding, and parked ideas suggested."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from participation.ideas import queries
from participation.ideas.models import Assessment, Decision, Idea, ParkedMatch
from participation.ideas.queries import log
from tests.factories.evaluation import (
    StoredIdeaFactory,
    assess,
    decide,
    evaluated_whole,
    in_evaluation,
    in_stage,
    person,
)
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.programme import ProjectFactory

DESK, DECISIONS, PARKED = "/admin/ideas/desk/", "/admin/ideas/decisions/", "/admin/ideas/parked/"


@pytest.fixture
def sign_in(client):
    """The browser, in which somebody of some groups has signed in; as ``user`` on it."""

    def enter(*groups):
        client.user = person(*groups)
        client.login(email=client.user.email, password=PASSWORD)
        return client

    return enter


def sheet_data(role, points="4", **changes):
    data = {}
    for criterion in queries.criteria_of(role):
        data |= {f"score_{criterion}": points, f"reason_{criterion}": "Weil es passt."}
    return data | changes


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("address", [DESK, DECISIONS, PARKED])
def test_the_desks_are_for_those_who_have_the_role(site, client, address):
    client.login(email=UserFactory(role="Project leads").email, password=PASSWORD)
    assert client.get(address).status_code == 302
    assert "Bewertungstisch" not in text(client.get("/admin/"))


def test_an_assessor_finds_the_ideas_that_wait(site, sign_in):
    in_evaluation(title="Wartende Idee", due_on=timezone.localdate())
    StoredIdeaFactory(published=True, title="Noch in der Sammlung")
    client = sign_in("Assessors")
    assert "1 Idee zu bewerten" in text(client.get("/admin/"))
    html = text(client.get(DESK))
    assert "Wartende Idee" in html
    assert "Noch in der Sammlung" not in html
    assert "noch nicht angefangen" in html


@pytest.mark.parametrize("number", [1, 30])
def test_the_desk_costs_the_same_for_one_idea_and_for_thirty(
    site, sign_in, assert_query_count, number
):
    for _ in range(number):
        in_evaluation()
    client = sign_in("Assessors", "Complexity experts")
    client.get(DESK)
    with assert_query_count(15):
        assert text(client.get(DESK)).count("noch nicht angefangen") == 2 * min(number, 24)


def test_a_sheet_is_saved_gone_on_with_and_submitted(site, sign_in):
    idea = in_evaluation()
    client = sign_in("Assessors")
    address = f"{DESK}{idea.pk}/general/"
    saved = client.post(address, {"score_benefit": "3", "reason_benefit": "Halb.", "save": "1"})
    assert saved.headers["Location"] == address
    html = text(client.get(address))
    assert "Halb." in html
    data = sheet_data("general", mvp_possible="yes", mvp_note="Erst eine Bank.", submit="1")
    assert client.post(address, data).headers["Location"] == DESK
    sheet = Assessment.objects.get()
    assert sheet.submitted_at
    assert (sheet.mvp_possible, sheet.mvp_note) == ("yes", "Erst eine Bank.")
    html = text(client.get(address))
    assert "Sie haben diesen Teil am" in html
    assert "<textarea" not in html.split("ideas-admin")[1]
    assert "zu bewerten" not in text(client.get("/admin/"))


def test_what_is_missing_is_told_and_what_was_typed_stays(site, sign_in):
    idea = in_evaluation()
    data = sheet_data("general", score_benefit="", submit="1", reason_objective="<b>fett</b>")
    answer = sign_in("Assessors").post(f"{DESK}{idea.pk}/general/", data)
    assert answer.status_code == 422
    assert "Geben Sie auch Punkte." in text(answer)
    assert "&lt;b&gt;fett&lt;/b&gt;" in text(answer)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"score_benefit": "9"}, {"score_benefit": "drei"}, {"reason_benefit": "x" * 1001}],
)
def test_bad_points_and_endless_reasons_are_refused(site, sign_in, changes):
    idea = in_evaluation()
    data = sheet_data("general", submit="1") | changes
    assert sign_in("Assessors").post(f"{DESK}{idea.pk}/general/", data).status_code == 422
    assert not Assessment.objects.exists()


def test_a_sheet_sent_after_the_stage_has_ended_is_told(site, sign_in):
    idea = in_stage(in_evaluation(), "committee")
    answer = sign_in("Assessors").post(f"{DESK}{idea.pk}/general/", sheet_data("general"))
    assert answer.status_code == 422
    assert "wird nicht (mehr) bewertet" in text(answer)


def test_a_part_that_is_not_ones_own_is_closed(site, sign_in):
    idea = in_evaluation()
    client = sign_in("Assessors")
    assert client.get(f"{DESK}{idea.pk}/complexity/").status_code == 302
    assert client.get(f"{DESK}{idea.pk}/nonsense/").status_code == 404


def test_others_sheets_are_hidden_until_ones_own_is_submitted(site, sign_in):
    idea = in_evaluation()
    other = assess(idea, points=2)
    client = sign_in("Assessors")
    address = f"/admin/ideas/evaluation/{idea.pk}/"
    assert "Weil viele etwas davon haben." not in text(client.get(address))
    client.post(f"{DESK}{idea.pk}/general/", sheet_data("general", submit="1"))
    html = text(client.get(address))
    assert "Weil viele etwas davon haben." in html
    assert str(other.assessor) in html
    assert "Uneins" in html
    client.login(email=UserFactory(role="Moderators").email, password=PASSWORD)
    assert client.get(address).status_code == 302


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


@pytest.mark.parametrize("role", ["Editors", "Moderators"])
def test_editors_see_parked_ideas_that_resemble_a_page_and_put_them_away(site, sign_in, role):
    idea = StoredIdeaFactory(published=True, title="Celloschränke")
    decide(idea)
    match = ParkedMatch.objects.create(idea=idea, page=site.news, words="cello, schule", score=9)
    client = sign_in(role)
    assert "1 geparkte Idee, deren Zeit" in text(client.get("/admin/"))
    html = text(client.get(PARKED))
    assert "Celloschränke" in html
    assert "cello, schule" in html
    assert "Neu entscheiden" not in html
    assert client.get(f"{PARKED}{match.pk}/dismiss/").status_code == 405
    client.post(f"{PARKED}{match.pk}/dismiss/")
    assert "Celloschränke" not in text(client.get(PARKED))
    match.refresh_from_db()
    assert match.handled_at


def test_deciders_are_led_from_a_parked_idea_to_a_new_decision(site, sign_in):
    idea = StoredIdeaFactory(published=True)
    decide(idea)
    ParkedMatch.objects.create(idea=idea, page=site.news, words="cello", score=9)
    client = sign_in("Decision makers")
    assert f"{DECISIONS}{idea.pk}/" in text(client.get(PARKED))
    html = text(client.get(f"{DECISIONS}{idea.pk}/"))
    assert "Schon entschieden, Eintrag 1: Geparkt" in html
    assert 'name="after" value="1"' in html
    assert PARKED in text(client.get(DECISIONS))


def test_both_checks_can_be_given_to_groups(site, admin):
    html = text(admin.get("/admin/groups/new/"))
    for name in ("check_complexity", "check_sustainability"):
        permission = Permission.objects.get(codename=name)
        assert f'value="{permission.pk}"' in html
