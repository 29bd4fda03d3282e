"""Deciding: what is asked for, the page an idea becomes, who follows it, and what happens there."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from cms.notifications.models import Following, Frequency, Notice
from cms.pages.models import NewsPage
from cms.programme.models import PermanentTaskPage, ProjectPage
from participation.ideas import tasks
from participation.ideas.domain import process, results, talk
from participation.ideas.models import Decision, ParkedMatch, Support
from tests.factories.evaluation import StoredIdeaFactory, decide, evaluated_whole, person
from tests.factories.people import UserFactory
from tests.factories.programme import GroupFactory, ProjectFactory, UpdateFactory


@pytest.fixture
def queue(db):
    """How many jobs of a name have been queued."""
    return lambda name: ProcrastinateJob.objects.filter(task_name=name).count()


@pytest.fixture
def idea(site):
    return StoredIdeaFactory(published=True, title="Bänke mit Strom", author=UserFactory())


def faults(idea, **changes):
    with pytest.raises(ValidationError) as caught:
        decide(idea, **changes)
    assert not Decision.objects.exists()
    idea.refresh_from_db()
    assert idea.outcome == ""
    return caught.value.message_dict


def test_only_deciders_decide(idea):
    for somebody in (UserFactory(), person("Assessors"), person("Moderators")):
        with pytest.raises(PermissionDenied):
            decide(idea, by=somebody)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reasons": " \n "}, "reasons"),
        ({"reasons": "x" * 4001}, "reasons"),
        ({"decided_by": " "}, "decided_by"),
        ({"outcome": "sold"}, "outcome"),
        ({"decided_on": timezone.localdate() + timedelta(days=1)}, "decided_on"),
        ({"outcome": "project"}, "page"),
        ({"outcome": "group_topic", "make_page": True}, "page"),
        ({"outcome": "declined", "make_page": True}, "page"),
    ],
)
def test_bad_input_is_told_by_its_field_and_nothing_is_decided(idea, changes, field):
    assert list(faults(idea, **changes)) == [field]


def test_the_page_must_be_of_the_outcomes_kind(idea, site):
    group = GroupFactory(parent=site.groups)
    assert "Projekt" in faults(idea, outcome="lighthouse", page=group)["page"][0]


def test_a_hidden_idea_cannot_be_decided(site):
    with pytest.raises(process.NotAllowedError):
        decide(StoredIdeaFactory(state="hidden"))


def test_a_decision_closes_the_idea_and_publishes_its_evaluation(site):
    idea = evaluated_whole()
    assert idea.evaluation_published_at is None
    decide(idea, outcome="declined", reasons="r" * 3000)
    idea.refresh_from_db()
    assert (idea.stage, idea.outcome, idea.due_on) == ("decided", "declined", None)
    assert idea.evaluation_published_at is not None
    step = idea.steps.last()
    assert (step.outcome, len(step.note)) == ("declined", 500)


def test_an_idea_without_sheets_has_no_evaluation_to_publish(idea):
    decide(idea)
    idea.refresh_from_db()
    assert idea.evaluation_published_at is None


def test_the_author_hears_of_it_at_once_with_the_reasons(idea):
    decide(idea, reasons="Weil das Netz noch fehlt.")
    notice = Notice.objects.get(user=idea.author)
    assert notice.frequency == Frequency.NOW
    assert (notice.about, notice.title) == ("Bänke mit Strom", "Geparkt")
    assert notice.text == "Weil das Netz noch fehlt."


def test_a_new_decision_needs_to_know_the_one_it_replaces(idea, site):
    first = decide(idea)
    with pytest.raises(process.NotAllowedError, match="Geparkt"):
        decide(idea, outcome="declined")
    second = decide(
        idea, outcome="project", page=ProjectFactory(parent=site.projects), after=first.number
    )
    idea.refresh_from_db()
    assert idea.outcome == "project"
    assert '"replaces": 1' in second.line


def test_a_draft_is_filled_from_the_idea_and_its_evaluation(site):
    group = GroupFactory(parent=site.groups)
    idea = evaluated_whole(points=4, complexity=3, text="Erster Satz.\n\nZweiter <b>Satz</b>.")
    process.note_changes(idea, working_group=group)
    by = person("Decision makers")
    decide(idea, outcome="lighthouse", make_page=True, by=by)
    page = ProjectPage.objects.get(title=idea.title)
    assert not page.live
    assert (page.kind, page.stage, page.working_group, page.owner) == (
        "lighthouse",
        "idea",
        group,
        by,
    )
    assert "&lt;b&gt;" in str(page.body)
    draft = page.get_latest_revision_as_object()
    assert draft.introduction == "Erster Satz. Zweiter <b>Satz</b>."
    assert {row.score for row in page.scores.all()} == {3, 4}
    assert page.scores.count() == 15
    idea.refresh_from_db()
    assert idea.became_id == page.pk


def test_the_draft_of_an_idea_with_several_lines_can_be_edited(idea, client):
    process.note_changes(idea, text="Erste Zeile\nzweite Zeile\n\nZweiter Absatz")
    decide(idea, outcome="project", make_page=True)
    client.force_login(UserFactory(admin=True))
    page = ProjectPage.objects.get(title=idea.title)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_a_permanent_task_is_made_below_the_list_of_tasks(idea, site):
    decide(idea, outcome="permanent_task", make_page=True)
    assert PermanentTaskPage.objects.child_of(site.tasks).get().title == "Bänke mit Strom"


def test_two_drafts_of_the_same_title_have_addresses_of_their_own(site):
    for _ in range(2):
        decide(
            StoredIdeaFactory(published=True, title="Gleich"),
            outcome="permanent_task",
            make_page=True,
        )
    assert len(set(PermanentTaskPage.objects.values_list("slug", flat=True))) == 2


def test_without_a_list_no_draft_can_be_made(idea, site):
    site.tasks.delete()
    with pytest.raises(ValidationError):
        decide(idea, outcome="permanent_task", make_page=True)
    assert not Decision.objects.exists()


def test_authors_and_supporters_follow_what_the_idea_became(idea, site):
    supporter = UserFactory()
    Support.objects.create(idea=idea, user=supporter)
    Support.objects.create(idea=idea, user=None)
    page = ProjectFactory(parent=site.projects)
    decide(idea, outcome="project", page=page)
    followers = Following.objects.filter(topic="page", number=page.pk)
    assert {each.user for each in followers} == {idea.author, supporter}


def test_followers_go_on_to_what_the_idea_became_at_their_pace(idea, site):
    weekly, later = UserFactory(), UserFactory()
    talk.follow_idea(idea=idea, user=weekly, frequency="weekly")
    page = ProjectFactory(parent=site.projects)
    decide(idea, outcome="project", page=page)
    idea.refresh_from_db()
    talk.follow_idea(idea=idea, user=later, frequency="now")
    followers = Following.objects.filter(topic="page", number=page.pk)
    paces = dict(followers.values_list("user", "frequency"))
    assert (paces[weekly.pk], paces[later.pk]) == ("weekly", "now")
    talk.follow_idea(idea=idea, user=later, frequency="")
    assert not followers.filter(user=later).exists()


def published(page):
    """What the job does that publishing queues."""
    page.save_revision().publish()
    tasks.look_at_page(page_id=page.pk)


def test_an_update_of_the_project_reaches_those_who_had_the_idea_once(idea, site, queue):
    project = ProjectFactory(parent=site.projects, title="Stromwald")
    decide(idea, outcome="project", page=project)
    Notice.objects.all().delete()
    update = UpdateFactory(parent=project, title="Erste Bank steht")
    for _ in range(2):
        published(update)
    notice = Notice.objects.get()
    assert (notice.user, notice.about, notice.title) == (
        idea.author,
        "Stromwald",
        "Erste Bank steht",
    )
    assert queue("ideas.look_at_page") == 2


def test_the_draft_of_an_idea_is_announced_when_it_is_published(idea, site):
    decide(idea, outcome="project", make_page=True)
    Notice.objects.all().delete()
    idea.refresh_from_db()
    published(idea.became.specific)
    assert Notice.objects.get().user == idea.author


@pytest.mark.parametrize(
    ("stage", "expected"), [("concept", "decided"), ("operation", "implementation")]
)
def test_an_idea_goes_into_implementation_with_its_project(idea, site, stage, expected):
    project = ProjectFactory(parent=site.projects, stage=stage)
    decide(idea, outcome="project", page=project)
    published(project)
    idea.refresh_from_db()
    assert (idea.stage, idea.outcome) == (expected, "project")
    assert results.carry_on(project=project) == 0


def test_pages_that_concern_no_idea_queue_no_job(site, queue):
    ProjectFactory(parent=site.projects).save_revision().publish()
    assert queue("ideas.look_at_page") == 0


def test_a_page_deleted_meanwhile_is_no_fault(site):
    tasks.look_at_page(page_id=999_999)


@pytest.fixture
def parked(site):
    found = StoredIdeaFactory(
        published=True,
        title="Schließfächer für Instrumente an Schulen",
        text="Kinder tragen Posaune und Cello. Schließfächer könnten Instrumente verleihen.",
    )
    decide(found)
    return found


def news(site, title, introduction=""):
    page = NewsPage(title=title, slug="", introduction=introduction, date=timezone.localdate())
    site.news.add_child(instance=page)
    return page


def test_a_parked_idea_is_suggested_when_something_alike_is_published(parked, site):
    page = news(site, "Förderung für Instrumente an Schulen", "Das Land bezahlt Posaunen.")
    for _ in range(2):
        published(page)
    match = ParkedMatch.objects.get()
    assert (match.idea, match.page_id) == (parked, page.pk)
    assert match.words == "Instrumente, Posaunen, Schulen"


@pytest.mark.parametrize(
    "title", ["Neue Öffnungszeiten im Rathaus", "Schulen", "Kinder im Rathaus", "für an und"]
)
def test_one_word_in_common_is_not_enough(parked, site, title):
    published(news(site, title))
    assert not ParkedMatch.objects.exists()


def test_words_that_say_nothing_about_a_thing_do_not_count(parked, site):
    words = "Wir könnten bald vieles tragen und verleihen, an guten Tagen auch für Neues."
    published(news(site, "Schulen für alle", words))
    assert not ParkedMatch.objects.exists()


def test_ideas_that_are_not_parked_or_not_public_are_not_suggested(parked, site):
    process.note_changes(parked, state="hidden")
    StoredIdeaFactory(published=True, title="Instrumente an Schulen")
    published(news(site, "Instrumente an Schulen"))
    assert not ParkedMatch.objects.exists()


def test_deciding_anew_puts_its_suggestions_away(parked, site):
    published(news(site, "Instrumente an Schulen"))
    decide(parked, outcome="declined", after=1)
    assert ParkedMatch.objects.get().handled_at is not None
