"""The evaluation sheet: who fills in what, who sees whose, and how far assessors differ."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from participation.ideas import queries
from participation.ideas.domain import evaluation, process
from participation.ideas.domain.evaluation import Scored
from participation.ideas.models import Assessment, AssessmentScore
from participation.ideas.models.choices import AssessmentRole
from tests.factories.evaluation import (
    StoredIdeaFactory,
    assess,
    decide,
    evaluated_whole,
    given,
    in_evaluation,
    in_stage,
    person,
)
from tests.factories.people import UserFactory


@pytest.fixture
def idea(site):
    return in_evaluation()


def fill(idea, assessor, role="general", **changes):
    values = {"scores": given(role)} | changes
    return evaluation.fill_sheet(idea=idea, assessor=assessor, role=role, **values)


def test_the_roles_share_the_fifteen_criteria_out_among_them():
    shared = [c for role in AssessmentRole for c in queries.criteria_of(role)]
    assert len(shared) == len(set(shared)) == 15


@pytest.mark.parametrize(
    ("group", "role"),
    [
        ("Assessors", "general"),
        ("Complexity experts", "complexity"),
        ("Sustainability office", "sustainability"),
    ],
)
def test_each_group_fills_in_its_own_part_only(idea, group, role):
    assessor = person(group)
    assert queries.roles_of(assessor) == [role]
    for other in AssessmentRole.values:
        if other == role:
            assert fill(idea, assessor, role).scores.count() == len(queries.criteria_of(role))
        else:
            with pytest.raises(PermissionDenied):
                fill(idea, assessor, other)


def test_a_sheet_is_saved_half_done_and_gone_on_with(idea):
    assessor = person("Assessors")
    fill(idea, assessor, scores={"benefit": Scored(3, "Weil."), "objective": Scored(2)})
    sheet = fill(idea, assessor, scores={"benefit": Scored(5, "Doch mehr.")}, mvp_note=" Klein. ")
    assert sheet.submitted_at is None
    assert [(row.criterion, row.score, row.reason) for row in sheet.scores.all()] == [
        ("benefit", 5, "Doch mehr.")
    ]
    assert Assessment.objects.get().mvp_note == "Klein."


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Scored(None, "Ein Grund ohne Punkte"), "score_benefit"),
        (Scored(6, "Zu viel"), "score_benefit"),
        (Scored(0, "Zu wenig"), "score_benefit"),
    ],
)
def test_bad_points_are_told_by_their_field_and_nothing_is_saved(idea, said, field):
    with pytest.raises(ValidationError) as caught:
        fill(idea, person("Assessors"), scores={"benefit": said})
    assert list(caught.value.message_dict) == [field]
    assert not AssessmentScore.objects.exists()


def test_only_a_whole_sheet_can_be_submitted(idea):
    half = given("general") | {"benefit": Scored(4, "  "), "objective": Scored(None, "Grund")}
    with pytest.raises(ValidationError) as caught:
        fill(idea, person("Assessors"), scores=half, submit=True)
    assert set(caught.value.message_dict) == {"reason_benefit", "score_objective"}


def test_a_submitted_sheet_cannot_be_changed(idea):
    assessor = person("Assessors")
    fill(idea, assessor, submit=True)
    with pytest.raises(process.NotAllowedError):
        fill(idea, assessor, scores=given("general", 1))
    assert {row.score for row in AssessmentScore.objects.all()} == {4}


@pytest.mark.parametrize("stage", ["collection", "roadmap", "committee"])
def test_sheets_are_filled_in_while_an_idea_is_being_evaluated(site, stage):
    idea = in_stage(StoredIdeaFactory(published=True), stage)
    with pytest.raises(process.NotAllowedError):
        fill(idea, person("Assessors"))


def test_assessors_see_the_others_only_after_submitting_every_own_part(idea):
    assess(idea, "Assessors", points=2)
    both = person("Assessors", "Complexity experts")
    assert not queries.may_see_sheets(both, idea)
    fill(idea, both, "general", submit=True)
    fill(idea, both, "complexity")
    assert not queries.may_see_sheets(both, idea)
    fill(idea, both, "complexity", submit=True)
    assert queries.may_see_sheets(both, idea)


def test_who_neither_assesses_nor_decides_sees_no_sheet(idea):
    assert not queries.may_see_sheets(UserFactory(), idea)
    assert not queries.may_see_sheets(person("Moderators"), idea)
    assert queries.may_see_sheets(person("Decision makers"), idea)


def test_once_sheets_are_closed_every_assessor_may_see_them(idea):
    in_stage(idea, "committee")
    idea.refresh_from_db()
    assert queries.may_see_sheets(person("Assessors"), idea)


def test_a_draft_never_counts(idea):
    assess(idea, submit=False)
    assert queries.sheet_of(idea) is None


def test_scores_are_averaged_and_disagreement_is_named(idea):
    assess(idea, points=3, benefit=1)
    assess(idea, points=3, benefit=5)
    assess(idea, "Complexity experts", points=2)
    sheet = queries.sheet_of(idea)
    benefit = sheet.criteria[0]
    assert (benefit.score, benefit.low, benefit.high) == (3, 1, 5)
    assert [item.criterion for item in sheet.disputed] == ["benefit"]
    assert (sheet.vision, sheet.complexity, sheet.means["sustainability"]) == (3, 2, None)
    assert sheet.assessors == 3
    assert [group["key"] for group in sheet.groups] == ["key_data", "complexity", "vision"]
    assert all(said.assessor == "" for item in sheet.criteria for said in item.reasons)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [(["yes", "yes", "no"], "yes"), (["yes", "no"], "open"), (["no"], "no"), (["open"], "open")],
)
def test_the_small_version_is_what_most_say(idea, answers, expected):
    for answer in answers:
        fill(idea, person("Assessors"), submit=True, mvp_possible=answer, mvp_note="So.")
    assert queries.sheet_of(idea).mvp == expected


def test_the_sustainability_check_is_not_asked_for_a_small_version(idea):
    office = person("Sustainability office")
    fill(idea, office, "sustainability", mvp_possible="no", mvp_note="Nein.", submit=True)
    assert queries.sheet_of(idea).mvp_notes == []


def test_an_erased_assessor_leaves_the_scores(idea):
    sheet = assess(idea)
    Assessment.objects.filter(pk=sheet.pk).update(assessor=None)
    assert queries.sheet_of(idea).assessors == 1
    named = queries.sheets_of([idea], named=True)[idea.pk]
    assert named.criteria[0].reasons[0].assessor == ""


@pytest.mark.parametrize("number", [1, 30])
def test_sheets_of_many_ideas_cost_two_queries(site, assert_query_count, number):
    ideas = [in_evaluation() for _ in range(number)]
    for idea in ideas:
        assess(idea)
    with assert_query_count(2):
        assert len(queries.sheets_of(ideas)) == number


def test_the_idea_page_shows_the_evaluation_only_with_the_decision(site, client):
    idea = evaluated_whole(complexity=3)
    address = idea.get_absolute_url()
    assert "Weil viele etwas davon haben." not in client.get(address).content.decode()
    decide(idea, outcome="declined", reasons="Weil es <b>zu teuer</b> ist.")
    html = client.get(address).content.decode()
    assert html.count("Weil viele etwas davon haben.") == 15
    assert "Weil es &lt;b&gt;zu teuer&lt;/b&gt; ist." in html
    assert "Eintrag 1 im Entscheidungsprotokoll" in html
    for sheet in Assessment.objects.all():
        assert sheet.assessor.email not in html


def test_an_earlier_decision_stays_readable_on_the_page(site, client):
    idea = StoredIdeaFactory(published=True)
    decide(idea, reasons="Noch nicht.")
    decide(idea, outcome="declined", reasons="Nun doch nicht.", after=1)
    html = client.get(idea.get_absolute_url()).content.decode()
    assert html.index("Nun doch nicht.") < html.index("Noch nicht.")
