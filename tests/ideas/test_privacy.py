"""What is told to a person, and what stays of ideas when a person goes."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.utils import timezone
from wagtail.models import Page

from cms.core import privacy
from cms.core.models import Place
from cms.notifications.models import Following, Notice
from cms.users.domain import erase_account
from cms.users.models import User
from participation.ideas import models
from participation.ideas.domain import attachments, merging
from participation.ideas.domain.process import recount
from tests.factories import evaluation
from tests.factories.files import PDF, ImageFactory, upload
from tests.factories.ideas import CommentFactory, IdeaFactory
from tests.factories.people import UserFactory
from tests.ideas.stories import published, supported, workshop_of

GOES = {models.Draft, models.HeldFile, models.Confirmation, Following, Notice}
"""What is a person's own; everything else stays, without the person."""


def relations() -> set[tuple[type, str]]:
    """Every link from the idea process and its mails to an account; pages are Wagtail's own."""
    found = [
        *apps.get_app_config("ideas").get_models(),
        *apps.get_app_config("notifications").get_models(),
    ]
    return {
        (model, field.name)
        for model in found
        if not issubclass(model, Page)
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is User
    }


@pytest.fixture
def person(ideas):
    person = evaluation.person("Decision makers")
    person.first_name, person.last_name = "Erika", "Muster"
    person.save()
    return person


def held_by(person):
    """A document that is kept for somebody's form."""
    key, plan = uuid4(), upload("plan.pdf", PDF)
    attachments.hold(key=key, pictures=[], documents=[plan], user=person)
    return models.HeldFile.objects.get(key=key)


@pytest.fixture
def rows(ideas, person):
    """One row for each relation, by relation, all of the same person."""
    idea = IdeaFactory(
        published=True, author=person, name_shown="real", address="Musterweg 1", would_help=True
    )
    models.Idea.objects.filter(pk=idea.pk).update(confirmation_email=person.email)
    other = IdeaFactory(published=True)
    comment = CommentFactory(idea=other, author=person, name_shown="real")
    CommentFactory(idea=other, parent=comment.pk)
    sheet = evaluation.assess(evaluation.in_evaluation())
    models.Assessment.objects.filter(pk=sheet.pk).update(assessor=person)
    decision = evaluation.decide(by=person)
    step, version = other.steps.first(), other.versions.first()
    act = models.ModerationAct.objects.create(
        idea=other, moderator=person, action="published", reason="Passt."
    )
    models.Step.objects.filter(pk=step.pk).update(by=person)
    models.IdeaVersion.objects.filter(pk=version.pk).update(editor=person)
    common = {"topic": "idea", "number": other.pk}
    return {
        (models.Idea, "author"): idea,
        (models.Comment, "author"): comment,
        (models.Support, "user"): models.Support.objects.create(idea=other, user=person),
        (models.Report, "reporter"): models.Report.objects.create(
            idea=other, reporter=person, reason="spam"
        ),
        (models.ModerationAct, "moderator"): act,
        (models.Step, "by"): step,
        (models.IdeaVersion, "editor"): version,
        (models.Assessment, "assessor"): sheet,
        (models.Decision, "recorded_by"): decision,
        (models.Attendance, "user"): models.Attendance.objects.create(
            workshop=workshop_of(ideas), user=person, name="Erika Muster"
        ),
        (models.Draft, "user"): models.Draft.objects.create(user=person, data={}),
        (models.HeldFile, "user"): held_by(person),
        (Following, "user"): Following.objects.create(user=person, **common),
        (Notice, "user"): Notice.objects.create(
            user=person, event="x", about="Idee", title="Neu", path="/", **common
        ),
    }


def test_every_relation_is_looked_at(rows):
    assert set(rows) == relations()


def test_erasing_takes_the_person_out_and_leaves_what_others_built_on(rows, person):
    before = {model: model._default_manager.count() for model, _field in rows}
    scores = models.AssessmentScore.objects.count()
    erase_account(user=person)
    for (model, field), row in rows.items():
        left = model._default_manager.filter(pk=row.pk).first()
        if model in GOES:
            assert left is None, model
        else:
            assert getattr(left, f"{field}_id") is None, model
            assert model._default_manager.count() == before[model], model
    assert models.AssessmentScore.objects.count() == scores


def test_nothing_that_stays_names_the_person(rows, person, client):
    idea, comment = rows[models.Idea, "author"], rows[models.Comment, "author"]
    erase_account(user=person)
    for row in (idea, comment):
        row.refresh_from_db()
        assert row.author_shown == "Jemand aus Norderstedt"
    assert (idea.address, idea.confirmation_email, idea.would_help) == ("", "", False)
    assert models.Attendance.objects.get().name == ""
    for address in (idea.get_absolute_url(), comment.idea.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "Erika" not in page
        assert comment.text in page or address == idea.get_absolute_url()


def test_whoever_supported_two_merged_ideas_counts_once_after_erasure(ideas, person):
    benches, seats, trees = (published(title) for title in ("Bänke", "Sitze", "Bäume"))
    for idea in (benches, seats, trees):
        supported(idea, person)
    by = UserFactory(role="Facilitators")
    merging.merge(ideas=[seats], into=benches, by=by, reason="Dasselbe.")
    erase_account(user=person)
    supported(benches, UserFactory())
    benches.refresh_from_db()
    assert benches.supports_count == 2
    numbers = dict(models.Support.objects.filter(user=None).values_list("idea", "nameless"))
    assert numbers[benches.pk] == numbers[seats.pk] != numbers[trees.pk]
    assert numbers[trees.pk] is None
    merging.separate(idea=seats, by=by, reason="Doch nicht.")
    for idea, count in ((benches, 2), (seats, 1)):
        idea.refresh_from_db()
        assert idea.supports_count == count


def test_two_erased_supporters_of_a_family_count_twice(ideas, person):
    benches, seats, other = published("Bänke"), published("Sitze"), UserFactory()
    merging.merge(
        ideas=[seats], into=benches, by=UserFactory(role="Facilitators"), reason="Dasselbe."
    )
    for each in (person, other):
        for idea in (benches, seats):
            models.Support.objects.create(idea=idea, user=each)
        erase_account(user=each)
    recount(benches)
    benches.refresh_from_db()
    assert benches.supports_count == 2


def test_an_answer_stays_in_its_thread(rows, person):
    answer = models.Comment.objects.exclude(parent=None).get()
    erase_account(user=person)
    answer.refresh_from_db()
    assert answer.parent_id == rows[models.Comment, "author"].pk


def test_all_of_it_is_exported(rows, person):
    found = {kind.key: export.rows for kind, export in privacy.exports(person)}
    for key in (
        "ideas", "idea-drafts", "idea-held-files", "idea-supports", "idea-comments",
        "idea-workshops", "idea-reports", "idea-assessments", "idea-office",
    ):  # fmt: skip
        assert found[key], key
    assert found["ideas"][0]["title"] == rows[models.Idea, "author"].title
    assert timezone.now().year == found["ideas"][0]["created_at"].year


def test_files_sent_with_ideas_are_handed_over(rows, person):
    idea = rows[models.Idea, "author"]
    sent = models.Attachment.objects.create(idea=idea, image=ImageFactory())
    found = {kind.key: export.files for kind, export in privacy.exports(person)}
    assert [file for _name, file in found["ideas"]] == [sent.image.file]
    held = rows[models.HeldFile, "user"]
    assert [file for _name, file in found["idea-held-files"]] == [held.stored.file]


def test_a_draft_is_told_in_words(person):
    place = Place.objects.create(name="Park", slug="park", latitude="53.7", longitude="10.0")
    data = {"title": "Bänke", "place": str(place.pk), "held": "0", "name_shown": "none"}
    draft = models.Draft.objects.create(user=person, data=data)
    found = {kind.key: export for kind, export in privacy.exports(person)}["idea-drafts"]
    (row,) = found.rows
    assert (row["title"], row["text"], row["place"]) == ("Bänke", "", str(place))
    assert row["updated_at"] == draft.updated_at
    assert set(row) == set(found.columns)
