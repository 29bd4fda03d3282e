"""Where texts appear at once, moderators look at them afterwards."""

import pytest

from participation.ideas.domain import digest, moderation, submission, talk
from participation.ideas.models import ModerationAct
from participation.ideas.queries import moderation as queries
from tests.factories.ideas import IdeaFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.usefixtures("post_moderation", "ideas")
QUEUE = "/admin/ideas/moderation/"


def said(author=None, **fields):
    """A comment that appeared at once, on an idea that somebody has looked at."""
    idea, author = IdeaFactory(), author or UserFactory()
    moderation.add_note(idea=idea, moderator=UserFactory(), reason="Angesehen.")
    return talk.add_comment(idea=idea, author=author, text="Das finde ich auch.", **fields)


def test_an_idea_that_appeared_at_once_is_looked_at_afterwards(office, client):
    idea = IdeaFactory()
    assert idea.is_public
    assert queries.counts().unread == 1
    page = client.get(QUEUE).content.decode()
    assert f"/admin/ideas/{idea.pk}/looked-at/" in page
    client.post(f"/admin/ideas/{idea.pk}/looked-at/")
    assert not queries.counts().total
    assert ModerationAct.objects.latest("pk").moderator == office


def test_a_comment_that_appeared_at_once_is_looked_at_afterwards(office, client):
    comment = said()
    assert [found.pk for found in queries.unread_comments()] == [comment.pk]
    assert f"/admin/ideas/comments/{comment.pk}/looked-at/" in client.get(QUEUE).content.decode()
    client.post(f"/admin/ideas/comments/{comment.pk}/looked-at/")
    assert not queries.counts().total


def test_a_comment_that_is_changed_is_looked_at_once_more(office, client):
    comment = said()
    client.post(f"/admin/ideas/comments/{comment.pk}/looked-at/")
    talk.edit_comment(comment=comment, user=comment.author, text="Oder doch nicht.")
    assert queries.counts().unread == 1


def test_an_idea_that_is_changed_unread_waits_once(office):
    idea = IdeaFactory()
    words = {"title": "Anders", "text": "Ganz anders."}
    submission.edit_idea(idea=idea, author=idea.author, words=words)
    assert (queries.counts().unread, queries.counts().changed) == (1, 0)


def test_hiding_is_looking_too(office, client):
    idea = IdeaFactory()
    form = {"action": "hide", "reason": "Werbung"}
    client.post(f"/admin/ideas/{idea.pk}/moderation/", form)
    assert not queries.counts().total


def test_nobody_looks_at_what_the_office_has_written(office):
    said(author=office)
    assert not queries.counts().total


def test_the_digest_tells_of_it(office):
    IdeaFactory()
    said()
    assert digest.tell_moderators() == 1
    notice = office.notices.get()
    assert "Sofort erschienen, noch nicht angesehen: 2" in notice.text


def test_the_form_says_that_ideas_appear_at_once(client):
    page = client.get("/ideen/einreichen/").content.decode()
    assert "erscheint, meist sofort" in page
    assert "liest Ihre Idee und veröffentlicht sie" not in page


def test_a_note_tells_moderators_who_wrote_it(office, client):
    office.first_name, office.last_name = "Erika", "Muster"
    office.save()
    note = said(author=office, is_note=True)
    assert "Erika Muster" in client.get(note.idea.get_absolute_url()).content.decode()
