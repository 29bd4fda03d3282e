"""The public page of a workshop, and the list of them."""

import icalendar

from participation.ideas.domain import moderation, workshops
from participation.ideas.models import Attendance
from tests.factories.people import PASSWORD, UserFactory
from tests.ideas.stories import published, put, record


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
