"""The life-line: every step, workshop, decision, update and euro, and what was promised."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone, translation

from cms.notifications.models import Notice
from cms.programme import devices
from cms.programme.devices import Device
from cms.programme.models import ProjectPage, WorkingGroupPage
from participation.ideas.domain import merging, moderation, stages, submission, workshops
from participation.ideas.domain.merging import Words
from participation.ideas.models import Idea, Step
from participation.ideas.queries.lifeline import life_line, promises
from tests.factories import evaluation
from tests.factories.people import UserFactory
from tests.factories.programme import (
    BudgetLineFactory,
    GroupFactory,
    MilestoneFactory,
    ProjectFactory,
    UpdateFactory,
)
from tests.factories.site import translated
from tests.ideas.stories import published, workshop_of


@pytest.fixture
def facilitator(site):
    """Somebody who leads workshops."""
    return UserFactory(role="Facilitators")


@pytest.fixture
def project(site):
    """A project that an idea has become."""
    return ProjectFactory(parent=site.projects, title="Bänke für alle")


def kinds(idea) -> list[str]:
    return [event.kind for event in life_line(Idea.objects.get(pk=idea.pk)).events]


def labels(idea) -> list[str]:
    return [event.label for event in life_line(Idea.objects.get(pk=idea.pk)).events]


def event(idea, kind):
    line = life_line(Idea.objects.get(pk=idea.pk))
    return next(event for event in line.events if event.kind == kind)


def decide(idea, page=None):
    """A decision for the page that the idea becomes, or to park it."""
    outcomes = {ProjectPage: "project", WorkingGroupPage: "group_topic", type(None): "parked"}
    evaluation.decide(idea, outcome=outcomes[type(page)], page=page, reasons="Viele wollen es.")
    return Idea.objects.get(pk=idea.pk)


class TestEvents:
    """What the story tells."""

    def test_it_begins_with_the_first_sentence(self, facilitator):
        idea = published(title="Bänke", text="Im Park fehlen Bänke.")
        assert kinds(idea) == ["stage", "beginning"]
        assert event(idea, "beginning").title == "Bänke"
        stages.sharpen(idea=idea, title="Sitzplätze", text="Neu.", note="", by=facilitator)
        first = event(idea, "beginning")
        assert (first.title, first.quote) == ("Bänke", "Im Park fehlen Bänke.")

    def test_a_text_that_stands_above_the_story_is_not_quoted_in_it(self, site):
        assert not event(published(text="Im Park fehlen Bänke."), "beginning").quote

    def test_a_workshop_tells_its_result_and_the_words_are_not_told_twice(self, ideas, facilitator):
        idea = published()
        entry = workshops.put_on_table(workshop=workshop_of(ideas), idea=idea, by=facilitator)
        workshops.record_result(
            entry=entry, result="sharpened", title="Bänke", text="Mit Lehne.", by=facilitator
        )
        assert kinds(idea).count("workshop") == 1
        assert "words" not in kinds(idea)
        assert event(idea, "workshop").change is not None
        assert event(idea, "workshop").text == "Geschärft"

    def test_the_words_of_a_group_are_told_with_what_changed(self, facilitator):
        idea = published()
        stages.sharpen(idea=idea, title="Bänke", text="Neu.", note="Kürzer.", by=facilitator)
        told = event(idea, "words")
        assert told.text == "Kürzer."
        assert told.change is not None

    def test_an_authors_changes_in_a_row_are_told_as_one(self, site):
        idea = published()
        for number in range(5):
            words = {"title": "Bänke", "text": f"Fassung {number}."}
            submission.edit_idea(idea=idea, author=idea.author, words=words)
        assert kinds(idea).count("words") == 1
        told = event(idea, "words").change
        assert [piece.text for piece in told.text if piece.kind == "new"] == ["Fassung 4"]

    def test_after_a_moderators_correction_older_words_are_not_told(self, facilitator):
        idea = published(text="Rufen Sie 040 123456 an.")
        words = {"title": "Bänke", "text": "Bänke."}
        moderation.edit_idea(idea=idea, moderator=facilitator, reason="Nummer.", **words)
        line = life_line(Idea.objects.get(pk=idea.pk))
        assert not any("123456" in event.quote for event in line.events)
        assert not any(event.change for event in line.events)
        assert event(idea, "beginning").title == "Bänke"

    def test_merging_separating_and_splitting_are_told_on_both_sides(self, facilitator):
        benches, seats = published("Bänke"), published("Sitze")
        merging.merge(ideas=[seats], into=benches, by=facilitator, reason="Dasselbe.")
        assert event(benches, "family").title == "Sitze"
        merging.separate(idea=seats, by=facilitator, reason="Doch nicht.")
        assert "family" not in kinds(benches)
        assert kinds(seats).count("family") == 2
        words = [Words("Bänke", "Bänke."), Words("Tische", "Tische.")]
        _first, part = merging.split(idea=benches, parts=words, by=facilitator, reason="Zwei.")
        assert event(benches, "family").title == "Tische"
        assert event(part, "family").title == "Bänke"

    def test_a_decision_is_told_once_with_its_reasons(self, site):
        idea = decide(evaluation.evaluated_whole())
        assert kinds(idea).count("decision") == 1
        assert event(idea, "decision").text == "Viele wollen es."
        assert "Entscheidung 1, Hauptausschuss" in labels(idea)
        assert "evaluation" in kinds(idea)

    def test_the_public_story_does_not_speak_to_the_author(self, site):
        author = UserFactory()
        idea = submission.submit_idea(
            key=uuid4(),
            language="de",
            author=author,
            words={"title": "Bänke im Park", "text": "Im Park fehlen Bänke."},
        )
        moderation.publish_idea(idea=idea, moderator=UserFactory())
        shown = event(idea, "stage").text
        assert shown == "Veröffentlicht. Alle können sie jetzt unterstützen und besprechen."
        assert "Ihre Idee ist veröffentlicht" in Notice.objects.get(user=author).text


class TestAfterwards:
    """What has become of it."""

    def test_updates_milestones_and_money_of_the_project_go_on_with_the_story(self, project):
        UpdateFactory(parent=project, title="Erste Bank steht")
        MilestoneFactory(page=project, actual_year=2026, actual_quarter=1)
        BudgetLineFactory(page=project, year=2026)
        BudgetLineFactory(page=project, year=2025, spent_cents=0)
        idea = decide(published(), project)
        assert {"update", "milestone", "money"} <= set(kinds(idea))
        assert kinds(idea).count("money") == 1
        line = life_line(idea)
        assert (line.became, line.budget.spent_cents) == (project, 25_000_50)

    def test_the_heading_says_whether_there_is_a_result(self, site, client):
        idea = published()
        page = client.get(idea.get_absolute_url()).content.decode()
        assert "So steht es um diese Idee" in page
        assert "Was daraus geworden ist" not in page
        page = client.get(decide(idea).get_absolute_url()).content.decode()
        assert "Was daraus geworden ist" in page
        assert "So steht es um diese Idee" not in page

    def test_a_draft_is_not_shown_as_what_it_became(self, project):
        project.live = False
        project.save()
        assert life_line(decide(published(), project)).became is None

    def test_a_group_whose_topic_it_became_tells_its_updates(self, site):
        group = GroupFactory(parent=site.groups)
        UpdateFactory(parent=group, title="Wir haben begonnen")
        assert event(decide(published(), group), "update").title == "Wir haben begonnen"

    def test_the_page_is_shown_in_the_readers_language_where_it_is(self, project, client):
        translated(project, title="Benches for all", slug="benches")
        idea = decide(published(), project)
        with translation.override("en"):
            page = client.get(idea.get_absolute_url()).content.decode()
        assert "Benches for all" in page

    def test_the_floor_of_machines_fills_in_live_devices(self, project, client, monkeypatch):
        found = [Device(title="Bank 7", url="/live/bank-7/", state="frei")]
        monkeypatch.setattr(devices, "_sources", [])
        devices.devices_of_pages(lambda page: found if page.pk == project.pk else [])
        idea = decide(published(), project)
        page = client.get(idea.get_absolute_url()).content.decode()
        assert 'href="/live/bank-7/"' in page

    def test_a_page_with_devices_is_kept_for_as_long_as_they_say_the_same(
        self, project, page_cache, client, monkeypatch, assert_query_count
    ):
        found = [Device(title="Bank 7", url="/live/bank-7/", state="frei")]
        monkeypatch.setattr(devices, "_sources", [lambda page: found])
        client.cookies["csrftoken"] = "a" * 32
        address = decide(published(), project).get_absolute_url()
        assert "frei" in client.get(address).content.decode()
        page_cache.follower.is_deaf = True
        with assert_query_count(2):  # the idea, and the page it became
            client.get(address)
        found[:] = [Device(title="Bank 7", url="/live/bank-7/", state="besetzt")]
        assert "besetzt" in client.get(address).content.decode()


class TestPromises:
    """Promised against actual."""

    @pytest.mark.parametrize(
        ("left", "today", "state", "late"),
        [
            (date(2026, 3, 28), "2026-06-01", "kept", 0),
            (date(2026, 3, 29), "2026-06-01", "kept", 0),
            (date(2026, 4, 2), "2026-06-01", "late", 4),
            (None, "2026-03-29", "open", 0),
            (None, "2026-03-30", "overdue", 1),
        ],
    )
    def test_the_day_promised_still_counts_as_in_time(self, left, today, state, late):
        def at(day):
            return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

        steps = [
            Step(stage="collection", entered_at=at(date(2026, 3, 1)),
                 promised_until=date(2026, 3, 29)),
        ]  # fmt: skip
        if left:
            steps.append(Step(stage="decided", outcome="declined", entered_at=at(left)))
        with time_machine.travel(f"{today}T12:00:00+00:00", tick=False):
            (promise,) = promises(steps)
            assert (promise.state, promise.days_late) == (state, late)
        assert promise.promised_days == 28

    def test_where_nothing_was_promised_nothing_is_judged(self):
        (promise,) = promises([Step(stage="collection", entered_at=timezone.now())])
        assert (promise.state, promise.promised_days, promise.days_late) == ("", None, 0)


class TestPage:
    """On the idea's page."""

    def test_it_stands_there_with_table_and_story(self, site, client):
        page = client.get(published().get_absolute_url()).content.decode()
        assert "Was wir versprochen und was wir gehalten haben" in page
        assert page.count('class="story__event') == 2

    def test_the_ideas_merged_into_it_stand_there_with_author_and_words(self, facilitator, client):
        benches, seats = (
            published("Bänke"),
            published("Sitze", "Mehr Sitze.", name_shown="alias", alias="Die Sitzende"),
        )
        merging.merge(ideas=[seats], into=benches, by=facilitator, reason="Dasselbe.")
        page = client.get(benches.get_absolute_url()).content.decode()
        assert "Die Sitzende" in page
        assert "Mehr Sitze." in page

    def test_a_long_life_asks_no_more_than_a_short_one(
        self, ideas, facilitator, project, assert_query_count
    ):
        def live(idea, number):
            entry = workshops.put_on_table(
                workshop=workshop_of(ideas, title=f"Werkstatt {number}"), idea=idea, by=facilitator
            )
            workshops.record_result(
                entry=entry, result="sharpened", title=f"Bänke {number}", text="Neu.",
                by=facilitator,
            )  # fmt: skip
            UpdateFactory(parent=project, title=f"Neues {number}")
            part = published(f"Teil {number}")
            merging.merge(ideas=[part], into=idea, by=facilitator, reason="Dasselbe.")

        idea = published()
        live(idea, 0)
        short = decide(idea, project)
        life_line(Idea.objects.get(pk=short.pk))
        with assert_query_count(19):
            life_line(Idea.objects.get(pk=short.pk))
        Idea.objects.filter(pk=idea.pk).update(stage="workshop", outcome="")
        for number in range(1, 31):
            live(idea, number)
        with assert_query_count(19):
            life_line(Idea.objects.get(pk=short.pk))


def test_the_number_of_days_is_counted_in_local_time(site):
    idea = published()
    Step.objects.filter(idea=idea).update(entered_at=timezone.now() - timedelta(days=3))
    (promise,) = life_line(idea).promises
    assert promise.days == 3
