"""The desks in the admin: assessing, comparing, and parked ideas suggested."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from participation.ideas import queries
from participation.ideas.models import Assessment, ParkedMatch
from tests.answers import text
from tests.factories.evaluation import (
    StoredIdeaFactory,
    assess,
    decide,
    in_evaluation,
    in_stage,
)
from tests.factories.people import PASSWORD, UserFactory

DESK, DECISIONS, PARKED = "/admin/ideas/desk/", "/admin/ideas/decisions/", "/admin/ideas/parked/"


def sheet_data(role, points="4", **changes):
    data = {}
    for criterion in queries.criteria_of(role):
        data |= {f"score_{criterion}": points, f"reason_{criterion}": "Weil es passt."}
    return data | changes


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
