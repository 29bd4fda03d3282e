"""An idea's page, its author's changes, the list and the account."""

import pytest

from participation.ideas.domain import talk
from participation.ideas.models import Idea
from participation.ideas.models.choices import Stage, State
from tests.factories.ideas import CommentFactory, IdeaFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.usefixtures("ideas")
DETAIL_QUERIES = 9
EMAIL = "neu@example.org"


@pytest.mark.parametrize("number", [1, 30])
def test_an_idea_costs_the_same_however_much_is_said(client, idea, number, assert_page_cost):
    for _comment in range(number):
        comment = CommentFactory(idea=idea, name_shown="real")
        CommentFactory(idea=idea, parent=comment.pk)
        talk.support(idea=idea, user=UserFactory())
    with assert_page_cost(DETAIL_QUERIES, idea.get_absolute_url()):
        client.get(idea.get_absolute_url())


def test_words_in_another_language_than_the_page_say_so(client, ideas):
    idea = IdeaFactory(published=True, language="en", title="More benches")
    page = client.get(idea.get_absolute_url()).content.decode()
    assert '<h1 lang="en">More benches</h1>' in page
    assert '<h4 lang="en">More benches</h4>' in page


def test_a_wrong_or_former_name_leads_to_the_right_address(client, idea):
    answer = client.get(f"/ideen/{idea.pk}-etwas-anderes/")
    assert (answer.status_code, answer["Location"]) == (301, idea.get_absolute_url())


def test_a_merged_idea_leads_to_its_successor(client, idea):
    old = IdeaFactory(published=True)
    Idea.objects.filter(pk=old.pk).update(state=State.MERGED, merged_into=idea)
    answer = client.get(old.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, idea.get_absolute_url())


def test_an_idea_that_waits_is_not_there_for_others(client):
    assert client.get(IdeaFactory().get_absolute_url()).status_code == 404


@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN])
def test_an_idea_taken_away_says_so_without_its_words(client, idea, state):
    Idea.objects.filter(pk=idea.pk).update(state=state)
    answer = client.get(idea.get_absolute_url())
    assert answer.status_code == 410
    assert idea.title not in answer.content.decode()


def test_the_first_sentence_stays_readable_after_a_change(person, client, time_machine):
    own = IdeaFactory(published=True, author=person, title="Der erste Satz")
    path = f"/ideen/{own.pk}/bearbeiten/"
    form = client.get(path).context["form"]
    assert form["title"].value() == "Der erste Satz"
    answer = client.post(path, {"title": "Ein besserer Satz", "text": "Mehr."}, follow=True)
    page = answer.content.decode()
    assert "Der erste Satz" in page
    assert "Ein besserer Satz" in page
    own.refresh_from_db()
    assert own.versions.count() == 2


def test_an_idea_in_a_workshop_can_no_longer_be_changed_or_withdrawn(person, client):
    own = IdeaFactory(published=True, author=person)
    Idea.objects.filter(pk=own.pk).update(stage=Stage.WORKSHOP)
    answer = client.post(f"/ideen/{own.pk}/bearbeiten/", {"title": "X", "text": "Y"}, follow=True)
    assert "schon gearbeitet" in answer.content.decode()
    answer = client.post(f"/ideen/{own.pk}/zurueckziehen/", follow=True)
    assert "nicht mehr zurückgezogen" in answer.content.decode()


def test_the_author_withdraws_after_a_question(person, client):
    own = IdeaFactory(published=True, author=person)
    path = f"/ideen/{own.pk}/zurueckziehen/"
    assert own.title in client.get(path).content.decode()
    assert client.post(path)["Location"] == "/konto/ideen/"
    own.refresh_from_db()
    assert own.state == State.WITHDRAWN
    assert own.title in client.get("/konto/ideen/").content.decode()


def test_nobody_changes_somebody_elses_idea(person, client, idea):
    for what in ("bearbeiten", "zurueckziehen"):
        assert client.get(f"/ideen/{idea.pk}/{what}/").status_code == 404


def test_the_account_shows_own_ideas_drafts_and_supported_ones(person, client, idea):
    own = IdeaFactory(author=person)
    talk.support(idea=idea, user=person)
    client.post("/ideen/einreichen/entwurf/", {"title": "Noch ein Entwurf"})
    page = client.get("/konto/ideen/").content.decode()
    for words in (own.title, idea.title, "Noch ein Entwurf"):
        assert words in page
    assert "/konto/ideen/" in client.get("/konto/").content.decode()


def test_the_list_shows_published_ideas_alone(client, idea):
    waiting = IdeaFactory()
    page = client.get("/ideen/").content.decode()
    assert idea.title in page
    assert waiting.title not in page


def test_a_press_on_support_indexes_nothing_anew(idea, monkeypatch):
    put = []
    monkeypatch.setattr("cms.core.search.index.put", lambda **row: put.append(row))
    talk.support(idea=idea, user=UserFactory())
    assert put == []
    idea.title = "Ein anderer Satz"
    idea.save(update_fields=["title"])
    assert len(put) == 1


def test_a_published_idea_is_found_by_the_search(idea):
    from cms.core.search.queries import search

    found = search(query=idea.title, language="de").finds
    assert [find.url for find in found] == [idea.get_absolute_url()]
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    assert search(query=idea.title, language="de").finds == []
