"""Workshops: the table, the results, the stages after it, and the people."""

from datetime import timedelta

import pytest

from participation.ideas.domain import stages, workshops
from participation.ideas.domain.process import NotAllowedError
from participation.ideas.models import Attendance, Idea, WorkshopIdea
from participation.ideas.models.choices import Stage, State, VersionKind
from tests.factories.people import UserFactory
from tests.factories.programme import GroupFactory
from tests.factories.site import translated
from tests.ideas.stories import published, put, record, told, workshop_of

TOMORROW = timedelta(days=1)


class TestTable:
    """Ideas come onto the table."""

    def test_an_idea_from_the_collection_enters_the_stage_and_its_author_learns_where(
        self, coming, facilitator
    ):
        idea = published()
        put(coming, idea, facilitator)
        idea.refresh_from_db()
        assert idea.stage == Stage.WORKSHOP
        assert told(idea.author) == ["Workshop"]
        assert "Werkstatt Rad" in idea.steps.last().note

    def test_an_idea_that_is_further_stays_where_it_is(self, coming, facilitator, site):
        idea = published()
        stages.advance(
            idea=idea,
            stage=Stage.REFINEMENT,
            group=GroupFactory(parent=site.groups),
            by=facilitator,
        )
        put(coming, idea, facilitator)
        idea.refresh_from_db()
        assert idea.stage == Stage.REFINEMENT
        assert told(idea.author)[-1] == "Auf dem Tisch eines Workshops"

    def test_twice_is_as_once(self, coming, facilitator):
        idea = published()
        assert put(coming, idea, facilitator) == put(coming, idea, facilitator)
        assert told(idea.author) == ["Workshop"]

    @pytest.mark.parametrize(
        "change", [{"state": State.HIDDEN}, {"stage": Stage.DECIDED, "outcome": "parked"}]
    )
    def test_what_is_hidden_or_decided_does_not_come(self, coming, facilitator, change):
        idea = published()
        Idea.objects.filter(pk=idea.pk).update(**change)
        with pytest.raises(NotAllowedError):
            put(coming, idea, facilitator)
        assert not WorkshopIdea.objects.exists()

    def test_it_can_be_taken_off_until_there_is_a_result(self, workshop, facilitator):
        entry = put(workshop, published(), facilitator)
        workshops.take_off_table(entry=entry)
        entry = put(workshop, published(), facilitator)
        record(entry, facilitator)
        with pytest.raises(NotAllowedError):
            workshops.take_off_table(entry=entry)


class TestResult:
    """What came of it."""

    def test_the_idea_gets_the_new_words_and_both_texts_stay(self, workshop, facilitator):
        idea = published()
        entry = record(put(workshop, idea, facilitator), facilitator)
        idea.refresh_from_db()
        assert idea.title == "Bänke mit Lehne"
        assert (entry.before.title, entry.after.title) == ("Bänke im Park", "Bänke mit Lehne")
        assert entry.after.kind == VersionKind.WORKSHOP
        assert idea.versions.first().title == "Bänke im Park"
        assert told(idea.author)[-1] == "Geschärft"

    def test_a_correction_keeps_the_text_before_and_tells_nobody_again(self, workshop, facilitator):
        idea = published()
        entry = record(put(workshop, idea, facilitator), facilitator)
        number = len(told(idea.author))
        entry = record(entry, facilitator, title="Bänke mit Lehnen")
        assert (entry.before.title, entry.after.title) == ("Bänke im Park", "Bänke mit Lehnen")
        assert len(told(idea.author)) == number

    def test_the_same_words_make_no_version(self, workshop, facilitator):
        idea = published()
        entry = put(workshop, idea, facilitator)
        entry = record(entry, facilitator, title=idea.title, text=idea.text, result="unchanged")
        assert entry.after == entry.before
        assert idea.versions.count() == 1

    def test_the_workshop_of_a_group_makes_words_of_a_group(self, ideas, facilitator, site):
        workshop = workshop_of(ideas, working_group=GroupFactory(parent=site.groups))
        entry = record(put(workshop, published(), facilitator), facilitator)
        assert entry.after.kind == VersionKind.GROUP

    def test_there_is_no_result_before_the_workshop(self, coming, facilitator):
        with pytest.raises(NotAllowedError):
            record(put(coming, published(), facilitator), facilitator)

    def test_an_unknown_result_or_a_decided_idea_is_refused(self, workshop, facilitator):
        entry = put(workshop, published(), facilitator)
        with pytest.raises(NotAllowedError):
            record(entry, facilitator, result="wonder")
        Idea.objects.update(stage=Stage.DECIDED, outcome="parked")
        with pytest.raises(NotAllowedError):
            record(entry, facilitator)


class TestStages:
    """Facilitators bring ideas on."""

    def test_into_a_group_it_goes_with_the_group(self, facilitator, site):
        idea, group = published(), GroupFactory(parent=site.groups)
        moved = stages.advance(idea=idea, stage=Stage.REFINEMENT, group=group, by=facilitator)
        assert (moved.stage, moved.working_group) == (Stage.REFINEMENT, group)
        with pytest.raises(NotAllowedError):
            stages.advance(idea=idea, stage=Stage.REFINEMENT, group=group, by=facilitator)
        other = GroupFactory(parent=site.groups)
        moved = stages.advance(idea=idea, stage=Stage.REFINEMENT, group=other, by=facilitator)
        assert moved.working_group == other

    @pytest.mark.parametrize("stage", [Stage.REFINEMENT, Stage.DECIDED, Stage.COLLECTION, "nix"])
    def test_what_needs_a_group_or_a_decision_or_is_so_already_is_refused(self, facilitator, stage):
        with pytest.raises(NotAllowedError):
            stages.advance(idea=published(), stage=stage, by=facilitator)

    def test_a_group_sharpens_and_followers_hear_of_it(self, facilitator):
        idea = published()
        words = {"title": "Bänke", "text": "Bänke mit Schatten."}
        stages.sharpen(idea=idea, note="Schatten dazu.", by=facilitator, **words)
        assert told(idea.author) == ["In einem Arbeitskreis geschärft"]
        with pytest.raises(NotAllowedError):
            stages.sharpen(idea=idea, note="Noch einmal.", by=facilitator, **words)


class TestPeople:
    """Who comes and who came."""

    def test_signing_up_twice_changes_the_role_only(self, coming):
        person = UserFactory()
        workshops.sign_up(workshop=coming, user=person, role="Anwohnerin")
        workshops.sign_up(workshop=coming, user=person, role="Sportverein")
        assert Attendance.objects.get().role == "Sportverein"
        workshops.sign_off(workshop=coming, user=person)
        assert not Attendance.objects.exists()

    def test_once_it_has_begun_nobody_signs_up_or_off(self, workshop):
        for verb in (workshops.sign_up, workshops.sign_off):
            with pytest.raises(NotAllowedError):
                verb(workshop=workshop, user=UserFactory())

    def test_a_translation_has_the_same_people(self, coming, ideas):
        english = translated(coming, title="Workshop bikes", slug="bikes")
        workshops.sign_up(workshop=english, user=UserFactory())
        assert Attendance.objects.get().workshop_id == coming.pk
