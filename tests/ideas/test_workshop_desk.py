"""The facilitators' pages in the admin: tables, people, results."""

import pytest

from participation.ideas.domain import stages
from participation.ideas.models import Attendance, Idea
from participation.ideas.models.choices import Stage, State
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.programme import GroupFactory
from tests.ideas.stories import published, put, record


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
