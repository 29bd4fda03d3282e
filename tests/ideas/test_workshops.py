"""Workshops: the table, the people, the results, the page of it and the facilitators' screens."""

from datetime import timedelta

import icalendar
import pytest
from django.utils import timezone

from participation.ideas.domain import moderation, stages, workshops
from participation.ideas.domain.process import NotAllowedError
from participation.ideas.models import Attendance, Idea, WorkshopIdea
from participation.ideas.models.choices import Stage, State, VersionKind
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.programme import GroupFactory
from tests.factories.site import translated
from tests.ideas.stories import published, told, workshop_of

TOMORROW = timedelta(days=1)


@pytest.fixture
def facilitator(site):
    """Somebody who leads workshops."""
    return UserFactory(role="Facilitators", email="leitung@example.org")


@pytest.fixture
def workshop(ideas):
    """A workshop of yesterday."""
    return workshop_of(ideas)


@pytest.fixture
def coming(ideas):
    """A workshop of tomorrow."""
    return workshop_of(ideas, title="Werkstatt Rad", start=timezone.now() + TOMORROW)


def put(workshop, idea, by):
    return workshops.put_on_table(workshop=workshop, idea=idea, by=by)


def record(entry, by, title="Bänke mit Lehne", text="Im Park fehlen Bänke mit Lehne.", **given):
    words = {"result": "sharpened", "note": "Lehnen sind wichtig.", "took_part": "4 Menschen"}
    return workshops.record_result(entry=entry, by=by, title=title, text=text, **words | given)


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


class TestPage:
    """The public page."""

    def page(self, client, workshop) -> str:
        answer = client.get(workshop.url)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_it_shows_each_idea_with_result_words_before_and_after_and_who_took_part(
        self, workshop, facilitator, client
    ):
        record(put(workshop, published(), facilitator), facilitator)
        page = self.page(client, workshop)
        for words in ("Geschärft", "Lehnen sind wichtig.", "4 Menschen"):
            assert words in page
        assert "<del>" in page
        assert "hinzugefügt:" in page

    def test_hostile_words_stay_words(self, workshop, facilitator, client):
        entry = put(workshop, published(), facilitator)
        record(entry, facilitator, text="<script>alert(1)</script>")
        assert "<script>alert" not in self.page(client, workshop)

    def test_what_a_moderator_took_out_does_not_come_back_in_the_comparison(
        self, workshop, facilitator, client
    ):
        idea = published(text="Rufen Sie 040 123456 an.")
        entry = record(put(workshop, idea, facilitator), facilitator)
        moderation.edit_idea(
            idea=idea, moderator=facilitator, title="Bänke", text="Bänke.", reason="Nummer."
        )
        assert "040 123456" not in self.page(client, workshop)
        assert "040 123456" not in client.get(idea.get_absolute_url(), follow=True).content.decode()
        assert entry.before.text == "Rufen Sie 040 123456 an."

    def test_a_hidden_idea_is_not_on_the_table(self, workshop, facilitator, client):
        idea = published()
        put(workshop, idea, facilitator)
        moderation.hide_idea(idea=idea, moderator=facilitator, reason="So nicht.")
        assert "Bänke im Park" not in self.page(client, workshop)

    def test_people_are_numbers_by_role_and_no_names(self, workshop, client):
        workshops.add_guest(workshop=workshop, name="Geheimer Gast", role="Radclub")
        workshops.add_guest(workshop=workshop, name="Noch einer", role="Radclub")
        page = self.page(client, workshop)
        assert "Radclub: 2" in page
        assert "Geheimer" not in page

    def test_a_reader_signs_up_and_off(self, coming, client):
        assert "/konto/anmelden/?next=" in self.page(client, coming)
        person = UserFactory()
        client.login(email=person.email, password=PASSWORD)
        assert client.post(coming.url, {"role": "Anwohner"}).status_code == 302
        assert Attendance.objects.get().user == person
        assert "Sie sind angemeldet." in self.page(client, coming)
        client.post(coming.url, {"off": "1"})
        assert not Attendance.objects.exists()

    def test_too_long_a_role_is_refused_in_words(self, coming, client):
        client.login(email=UserFactory().email, password=PASSWORD)
        assert client.post(coming.url, {"role": "x" * 81}).status_code == 422

    def test_signing_up_too_late_or_signed_out_changes_nothing(self, workshop, coming, client):
        client.post(coming.url, {"role": ""})
        client.login(email=UserFactory().email, password=PASSWORD)
        assert client.post(workshop.url, {"role": ""}).status_code == 302
        assert not Attendance.objects.exists()

    def test_it_goes_into_a_calendar(self, coming, client):
        answer = client.get(f"{coming.url}termin.ics")
        (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        assert event["summary"] == "Werkstatt Rad"

    def test_the_start_of_the_ideas_lists_what_comes_and_what_was(
        self, ideas, workshop, coming, client
    ):
        page = client.get(ideas.url).content.decode()
        assert page.index("Werkstatt Rad") < page.index("Werkstatt Park")

    def test_the_questions_do_not_grow_with_the_table(
        self, workshop, facilitator, client, assert_query_count
    ):
        record(put(workshop, published(), facilitator), facilitator)
        person = UserFactory()
        client.login(email=person.email, password=PASSWORD)
        self.page(client, workshop)
        with assert_query_count(18):
            self.page(client, workshop)
        for number in range(30):
            record(put(workshop, published(f"Idee {number}"), facilitator), facilitator)
        with assert_query_count(18):
            self.page(client, workshop)


class TestScreens:
    """The facilitators' pages in the admin."""

    @pytest.fixture
    def office(self, client, facilitator):
        client.login(email=facilitator.email, password=PASSWORD)
        return client

    def test_others_are_kept_out(self, editor, workshop):
        for path in ("workshops/", f"workshops/{workshop.pk}/", "shape/", "shape/merge/"):
            assert editor.get(f"/admin/ideas/{path}").status_code in {302, 403}

    def test_an_idea_is_found_put_on_the_table_and_taken_off(self, office, workshop):
        idea, other = published("Bänke"), published("Radwege", "Mehr Radwege.")
        path = f"/admin/ideas/workshops/{workshop.pk}/"
        found = office.get(path, {"q": "radweg"}).context["found"]
        assert list(found) == [other]
        office.post(path, {"put": "1", "idea": [idea.pk, other.pk, "x"]})
        assert workshop.table.count() == 2
        office.post(path, {"take_off": workshop.table.first().pk})
        assert workshop.table.count() == 1
        assert office.post(path, {"take_off": "nix"}).status_code == 404

    def test_people_are_added_and_ticked_off(self, office, workshop):
        path = f"/admin/ideas/workshops/{workshop.pk}/"
        row = Attendance.objects.create(workshop=workshop, user=UserFactory())
        assert office.post(path, {"add_guest": "1", "name": ""}).status_code == 422
        office.post(path, {"add_guest": "1", "name": "Gast", "role": "Radclub"})
        guest = Attendance.objects.get(name="Gast")
        office.post(path, {"attendance": "1", "came": [guest.pk]})
        row.refresh_from_db()
        assert (row.came, Attendance.objects.get(pk=guest.pk).came) == (False, True)

    def test_a_result_is_recorded_with_the_next_stage_or_not_at_all(self, office, workshop, site):
        idea, group = published(), GroupFactory(parent=site.groups)
        office.post(f"/admin/ideas/workshops/{workshop.pk}/", {"put": "1", "idea": idea.pk})
        entry = workshop.table.get()
        path = f"/admin/ideas/workshops/results/{entry.pk}/"
        words = {
            "title": "Neu",
            "text": "Neue Wörter.",
            "result": "sharpened",
            "stage": "refinement",
        }
        assert office.post(path, words).status_code == 422
        assert office.get(path).status_code == 200
        assert office.post(path, words | {"group": group.pk}).status_code == 302
        idea.refresh_from_db()
        assert (idea.title, idea.stage, idea.working_group) == ("Neu", "refinement", group)

    def test_the_list_counts_what_is_open(self, office, workshop, facilitator):
        put(workshop, published(), facilitator)
        row = office.get("/admin/ideas/workshops/").context["workshops"][0]
        assert (row.ideas_count, row.open_count, row.people_count) == (1, 1, 0)

    def test_ideas_are_merged_and_taken_apart(self, office):
        benches, seats = published("Bänke"), published("Sitze")
        assert office.get("/admin/ideas/shape/merge/", {"idea": benches.pk}).status_code == 302
        chosen = {"idea": [benches.pk, seats.pk]}
        assert office.get("/admin/ideas/shape/merge/", chosen).status_code == 200
        words = {"into": seats.pk, "title": "Sitzplätze", "text": "", "reason": "Dasselbe."}
        assert office.post("/admin/ideas/shape/merge/", chosen | {"reason": ""}).status_code == 422
        office.post("/admin/ideas/shape/merge/", chosen | words)
        benches.refresh_from_db()
        assert benches.merged_into == seats
        assert (benches.merged_into.title, benches.merged_into.text) == ("Sitzplätze", seats.text)
        assert "Bänke" in office.get("/admin/ideas/shape/").content.decode()
        office.post(f"/admin/ideas/{benches.pk}/separate/", {"reason": "Doch."})
        benches.refresh_from_db()
        assert benches.state == State.PUBLISHED

    def test_an_idea_is_split_sharpened_and_brought_on(self, office):
        idea = published()
        parts = {"title_1": "A", "text_1": "Das eine.", "title_2": "B", "text_2": "Das andere."}
        path = f"/admin/ideas/{idea.pk}/"
        half = parts | {"reason": "Zwei.", "title_3": "C"}
        assert office.post(f"{path}split/", half).status_code == 422
        assert office.post(f"{path}split/", parts | {"reason": "Zwei."}).status_code == 302
        assert Idea.objects.filter(split_from=idea).count() == 1
        office.post(f"{path}sharpen/", {"title": "A+", "text": "Das eine genauer."})
        office.post(f"{path}advance/", {"stage": "evaluation", "note": "Bald."})
        idea.refresh_from_db()
        assert (idea.title, idea.stage) == ("A+", Stage.EVALUATION)

    def test_what_is_refused_is_said_and_the_form_keeps_what_was_typed(self, office):
        idea = published()
        answer = office.post(
            f"/admin/ideas/{idea.pk}/sharpen/", {"title": idea.title, "text": idea.text}
        )
        assert answer.status_code == 200
        assert "Diesen Text hat sie schon." in answer.content.decode()

    def test_the_list_of_open_ideas_asks_no_more_with_more_ideas(self, office, assert_query_count):
        published()
        path = "/admin/ideas/shape/?stage=collection&q=Bänke"
        office.get(path)
        with assert_query_count(14):
            office.get(path)
        for number in range(30):
            published(f"Bänke {number}")
        with assert_query_count(14):
            office.get(path)

    def test_the_start_page_says_what_is_to_do(self, office, workshop, coming, facilitator):
        stages.advance(idea=published(), stage="workshop", by=facilitator)
        put(coming, published(), facilitator)
        entry = put(workshop, published(), facilitator)
        page = office.get("/admin/").content.decode()
        assert "1 Idee ohne Workshop" in page
        assert "1 Workshop-Ergebnis einzutragen" in page
        record(entry, facilitator)
        assert "einzutragen" not in office.get("/admin/").content.decode()

    def test_the_link_that_splits_an_idea_says_so(self, office):
        idea = published()
        page = office.get("/admin/ideas/shape/").content.decode()
        assert f'<a href="/admin/ideas/{idea.pk}/split/">Teilen</a>' in page

    def test_who_may_write_pages_adds_a_workshop_from_the_list(self, office, ideas, client):
        address = f"/admin/pages/add/ideas/workshoppage/{ideas.pk}/"
        assert address not in office.get("/admin/ideas/workshops/").content.decode()
        client.force_login(UserFactory(admin=True))
        assert address in client.get("/admin/ideas/workshops/").content.decode()
        assert client.get(address).status_code == 200
