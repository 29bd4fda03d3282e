"""What is kept of ideas: never out of date, never one person's for another, and for long."""

import gzip

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from wagtail.models import Page

from cms.core import privacy
from cms.core.page_cache import reads, stores
from participation.ideas.domain import moderation, process, talk
from participation.ideas.models import (
    SHOWN,
    IdeaIndexPage,
    WorkshopIdea,
)
from tests.factories.evaluation import assess, decide, in_evaluation, person
from tests.factories.ideas import CommentFactory, IdeaFactory
from tests.factories.people import PASSWORD, UserFactory
from tests.ideas.stories import workshop_of

LIST = "/ideen/"


@pytest.fixture
def reader(page_cache, client, ideas):
    """A browser that is signed out, with a cookie that the page cache lets pass."""
    client.cookies["csrftoken"] = "a" * 32
    return client


def read(client, address):
    return client.get(address).content.decode()


def shown(client, address):
    """A page's words, with single blanks."""
    return " ".join(read(client, address).split())


def kept_lists():
    """Query strings under which whole lists are kept."""
    keys = [key[-1] for key in stores.parts._entries if key[0] == "answer"]
    return {query for name, _page, query, _day in keys if name == "list"}


class TestPage:
    """The page of one idea."""

    def test_a_kept_page_costs_one_query(self, reader, assert_query_count):
        idea = IdeaFactory(published=True)
        CommentFactory(idea=idea)
        read(reader, idea.get_absolute_url())
        stores.follower.is_deaf = True
        with assert_query_count(1):
            assert idea.title in read(reader, idea.get_absolute_url())

    def test_everything_it_reads_has_a_version_or_is_watched(self, reader, ideas):
        idea = in_evaluation()
        for groups in ("Assessors", "Complexity experts", "Sustainability office"):
            assess(idea, groups)
        WorkshopIdea.objects.create(workshop=workshop_of(ideas), idea=idea)
        decide(idea)
        with reads.recording(SHOWN) as found:
            read(reader, idea.get_absolute_url())
        assert found.is_complete
        assert {"ideas_comment", "ideas_assessmentscore", "users_user"} <= found.passed_over

    def test_comments_and_their_changes_are_seen_at_once(self, reader, post_moderation):
        idea, person = IdeaFactory(published=True), UserFactory()
        address = idea.get_absolute_url()
        read(reader, address)
        stores.follower.is_deaf = True
        said = CommentFactory(idea=idea, author=person, text="Gute Idee!")
        assert "Gute Idee!" in read(reader, address)
        talk.edit_comment(comment=said, user=person, text="Sehr gut!")
        assert "Sehr gut!" in read(reader, address)
        moderation.hide_comment(comment=said, moderator=UserFactory(), reason="Test")
        assert "Sehr gut!" not in read(reader, address)

    def test_erased_names_vanish_at_once(self, reader):
        erika = UserFactory(first_name="Erika", last_name="Muster")
        idea = IdeaFactory(published=True, author=erika, name_shown="real")
        other = IdeaFactory(published=True)
        CommentFactory(idea=other, author=erika, name_shown="real")
        for address in (idea.get_absolute_url(), other.get_absolute_url()):
            assert "Erika Muster" in read(reader, address)
        stores.follower.is_deaf = True
        privacy.erase(erika)
        for address in (idea.get_absolute_url(), other.get_absolute_url()):
            assert "Erika Muster" not in read(reader, address)

    def test_notes_and_what_is_hidden_are_for_the_office_alone(self, reader):
        idea, moderator = IdeaFactory(published=True), person("Moderators")
        CommentFactory(idea=idea, author=moderator, is_note=True, text="Vorsicht, Werbung.")
        hidden = CommentFactory(idea=idea, text="Kauft bei mir.")
        moderation.hide_comment(comment=hidden, moderator=moderator, reason="Werbung")
        address = idea.get_absolute_url()
        for who, sees in ((None, False), (moderator, True), (UserFactory(), False), (None, False)):
            reader.logout()
            if who:
                reader.force_login(who)
            page = read(reader, address)
            assert ("Vorsicht" in page) is sees
            assert ("Kauft" in page) is sees

    def test_ones_own_waiting_comment_is_ones_own(self, reader):
        idea, author = IdeaFactory(published=True), UserFactory()
        CommentFactory(idea=idea, author=author, published=False, text="Wartet noch.")
        for who, sees in ((UserFactory(), False), (author, True), (UserFactory(), False)):
            reader.force_login(who)
            assert ("Wartet noch." in read(reader, idea.get_absolute_url())) is sees

    def test_what_is_told_after_a_press_is_told_once(self, reader):
        idea = IdeaFactory(published=True)
        read(reader, idea.get_absolute_url())
        person = UserFactory()
        reader.login(email=person.email, password=PASSWORD)
        reader.post(f"/ideen/{idea.pk}/unterstuetzen/")
        assert "Sie unterstützen diese Idee." in read(reader, idea.get_absolute_url())
        reader.logout()
        assert "Sie unterstützen diese Idee." not in read(reader, idea.get_absolute_url())

    def test_a_message_for_somebody_signed_out_is_not_kept(self, reader):
        idea = IdeaFactory(published=True)
        request = RequestFactory().get("/")
        storage = CookieStorage(request)
        storage.add(constants.SUCCESS, "Ihre Unterstützung zählt.")
        cookie = storage._encode(storage._queued_messages)
        reader.cookies["messages"] = cookie
        assert "Ihre Unterstützung zählt." in read(reader, idea.get_absolute_url())
        assert "Ihre Unterstützung zählt." not in read(reader, idea.get_absolute_url())

    def test_browsers_get_it_compressed_and_ask_whether_it_is_still_the_same(self, reader):
        idea = IdeaFactory(published=True)
        address = idea.get_absolute_url()
        plain = read(reader, address)
        packed = reader.get(address, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(packed.content).decode() == plain
        known = {"If-None-Match": packed["ETag"]}
        assert reader.get(address, headers=known).status_code == 304
        CommentFactory(idea=idea)
        assert reader.get(address, headers=known).status_code == 200

    def test_each_language_has_its_own(self, reader):
        idea = IdeaFactory(published=True)
        german, english = idea.get_absolute_url(), f"/en/ideas/{idea.pk}-{idea.slug}/"
        for _time in range(2):
            assert "unterstützen diese Idee" in read(reader, german)
            assert "people support this idea" in read(reader, english)


class TestList:
    """The list, with filters and without."""

    @pytest.fixture
    def lists(self, reader):
        """Two ideas; the lists on which the first, the second or both stand."""
        first = IdeaFactory(published=True, tags=["eins"])
        second = IdeaFactory(published=True, tags=["zwei"])
        return first, second

    def test_a_kept_list_costs_no_query(self, reader, lists, assert_query_count):
        for address in (LIST, f"{LIST}?tag=eins"):
            read(reader, address)
            read(reader, address)
        stores.follower.is_deaf = True
        for address in (LIST, f"{LIST}?tag=eins"):
            with assert_query_count(0):
                read(reader, address)

    def test_a_list_made_anew_shows_its_page_as_it_is(self, reader, ideas):
        read(reader, LIST)
        ideas.introduction = "Seit heute anders."
        ideas.save_revision().publish()
        assert "Seit heute anders." in read(reader, LIST)
        stores.follower.is_deaf = True  # what another process writes is heard of a moment later
        IdeaIndexPage.objects.update(introduction="Eben geändert.")
        page = reader.get(f"{LIST}?sort=supported").context["page"]
        assert page.introduction == "Eben geändert."
        Page.objects.filter(pk=ideas.pk).update(live=False)
        assert reader.get(f"{LIST}?sort=discussed").status_code == 404

    def test_a_press_is_seen_where_the_idea_stands_and_nowhere_else(self, reader, lists):
        addresses = [f"{LIST}?{query}" for query in ("tag=eins", "tag=zwei", "sort=supported")]
        for address in addresses:
            read(reader, address)
        talk.support(idea=lists[0], user=UserFactory())
        assert stores.follower.is_trusted  # it has read the journal
        assert kept_lists() == {"tag=zwei"}
        assert "1 Unterstützer*in" in shown(reader, addresses[0])
        assert "1 Unterstützer*in" in shown(reader, addresses[2])

    def test_a_new_idea_and_a_new_stage_are_seen_at_once(self, reader, lists):
        first, _second = lists
        workshop = f"{LIST}?stage=workshop"
        assert first.title not in read(reader, workshop)
        process.enter_stage(idea=first, stage="workshop", by=None)
        assert first.title in read(reader, workshop)
        assert IdeaFactory(published=True).title in read(reader, LIST)

    def test_only_what_the_form_leads_to_is_kept(self, reader, lists):
        queries = ("tag=eins", "tag=eins&utm=x", "stage=nonsense", "q=Licht", "page=x")
        for query in queries:
            read(reader, f"{LIST}?{query}")
        assert kept_lists() == {"tag=eins"}

    def test_ways_to_other_pages_hold_nothing_of_other_readers(self, reader):
        for _number in range(25):
            IdeaFactory(published=True)
        read(reader, f"{LIST}?sort=newest&utm_source=geheim")
        page = read(reader, f"{LIST}?sort=newest")
        assert "geheim" not in page
        assert "?sort=newest&amp;page=2" in page
