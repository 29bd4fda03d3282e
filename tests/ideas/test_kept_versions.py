"""What makes an idea's kept page out of date."""

import pytest

from participation.ideas.domain import merging, submission, talk
from participation.ideas.models import (
    Assessment,
    AssessmentScore,
    Attachment,
    Comment,
    Idea,
    IdeaVersion,
    ModerationAct,
    Step,
    WorkshopIdea,
)
from tests.factories.evaluation import assess, decide, in_evaluation, person
from tests.factories.files import png, upload
from tests.factories.ideas import CommentFactory, IdeaFactory
from tests.factories.people import UserFactory
from tests.ideas.stories import workshop_of


def version(idea):
    return Idea.objects.values_list("shown_version", flat=True).get(pk=idea.pk)


class TestVersion:
    """``shown_version``, which the database counts up."""

    def rows(self, ideas, idea):
        """A row of each table that stands behind an idea's page."""
        whole = in_evaluation()
        sheet = assess(whole, submit=False)
        facilitator = person("Facilitators")
        submission.edit_idea(
            idea=idea,
            author=idea.author,
            words={"title": "Anders", "text": idea.text},
            pictures=[upload("a.png", png())],
        )
        workshop = workshop_of(ideas)
        WorkshopIdea.objects.create(workshop=workshop, idea=idea)
        CommentFactory(idea=idea)
        merged = IdeaFactory(published=True)
        merging.merge(ideas=[merged], into=idea, by=facilitator, reason="Das Gleiche.")
        return whole, sheet

    @pytest.mark.parametrize(
        ("model", "change"),
        [
            (IdeaVersion, {"note": "x"}),
            (Attachment, {"order": 9}),
            (Step, {"note": "x"}),
            (WorkshopIdea, {"note": "x"}),
            (Comment, {"text": "x"}),
            (ModerationAct, {"reason": "x"}),
        ],
    )
    def test_any_change_of_its_rows_counts_it_up(self, ideas, model, change):
        idea = IdeaFactory(published=True)
        self.rows(ideas, idea)
        row = model.objects.filter(idea=idea).first() or model.objects.get(idea__merged_into=idea)
        before = version(idea)
        model.objects.filter(pk=row.pk).update(**change)
        assert version(idea) > before

    def test_sheets_and_decisions_count_it_up(self, ideas):
        idea = in_evaluation()
        seen = [version(idea)]
        sheet = assess(idea)
        seen.append(version(idea))
        AssessmentScore.objects.filter(assessment=sheet).update(score=1)
        seen.append(version(idea))
        Assessment.objects.filter(pk=sheet.pk).update(mvp_note="x")
        seen.append(version(idea))
        decide(idea)
        seen.append(version(idea))
        assert seen == sorted(set(seen))

    def test_what_changes_nothing_leaves_it(self, ideas):
        idea, other = IdeaFactory(published=True), IdeaFactory(published=True)
        author = idea.author
        before = version(idea)
        CommentFactory(idea=other)
        talk.support(idea=other, user=UserFactory())
        Idea.objects.filter(pk=idea.pk).update(title=idea.title)
        author.email = "neu@example.org"
        author.save()
        assert version(idea) == before

    def test_a_new_name_counts_up_all_that_show_it(self, ideas):
        own = IdeaFactory(published=True)
        said = CommentFactory(author=own.author).idea
        before = version(own), version(said)
        own.author.last_name = "Neu"
        own.author.save()
        assert version(own) > before[0]
        assert version(said) > before[1]

    def test_an_idea_counts_up_those_it_was_merged_into(self, ideas):
        facilitator = person("Facilitators")
        first, second, third = (IdeaFactory(published=True) for _number in range(3))
        merging.merge(ideas=[first], into=second, by=facilitator, reason="Das Gleiche.")
        merging.merge(ideas=[second], into=third, by=facilitator, reason="Das Gleiche.")
        before = version(third)
        Idea.objects.filter(pk=second.pk).update(title="Anders")
        changed = version(third)
        assert changed > before
        Comment.objects.create(idea=first, text="x")
        assert version(third) > changed

    def test_split_ideas_count_up_each_other(self, ideas):
        parts = [merging.Words("Eins", "x"), merging.Words("Zwei", "y")]
        whole, part = merging.split(
            idea=IdeaFactory(published=True),
            parts=parts,
            by=person("Facilitators"),
            reason="Zwei Dinge.",
        )
        for changed, other in ((whole, part), (part, whole)):
            before = version(other)
            Idea.objects.filter(pk=changed.pk).update(title="Anders")
            assert version(other) > before

    def test_a_stale_copy_that_is_saved_does_not_count_back(self, ideas):
        idea = IdeaFactory(published=True)
        before = version(idea)
        idea.shown_version = 0
        idea.title = "Anders"
        idea.save()
        assert version(idea) > before
