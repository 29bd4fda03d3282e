"""Nothing appears that a moderator has not read, where the city wants them to read it first."""

import pytest
from django.urls import reverse

from participation.ideas.domain import submission, talk
from participation.ideas.models import Comment, Idea
from participation.ideas.models.choices import CommentState, State
from tests.factories.ideas import CommentFactory, IdeaFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.usefixtures("ideas")
UNREAD = "Kauft meine Uhren"
WORDS = {"title": UNREAD, "text": UNREAD}


def seen_in(answer):
    """What the page says it has shown."""
    return answer.content.decode().split('name="seen"')[1].split('value="')[1].split('"')[0]


@pytest.mark.parametrize("page", ["idea_queue", "moderate_idea"])
def test_an_idea_changed_after_it_was_read_is_not_published(office, client, page):
    idea = IdeaFactory()
    address = reverse(page, args=[idea.pk] if page == "moderate_idea" else [])
    form = {"seen": seen_in(client.get(address)), "action": "publish", "reason": ""}
    target = address if page == "moderate_idea" else reverse("publish_idea", args=[idea.pk])
    submission.edit_idea(idea=idea, author=idea.author, words=dict(WORDS))
    answer = client.post(target, form, follow=True)
    assert "inzwischen geändert" in answer.content.decode()
    idea.refresh_from_db()
    assert idea.state == State.WAITING
    client.post(target, form | {"seen": seen_in(client.get(address))})
    idea.refresh_from_db()
    assert idea.state == State.PUBLISHED


@pytest.mark.parametrize("page", ["idea_queue", "moderate_comment"])
def test_a_comment_changed_after_it_was_read_is_not_published(office, client, page):
    comment = CommentFactory(published=False)
    address = reverse(page, args=[comment.pk] if page == "moderate_comment" else [])
    form = {"seen": seen_in(client.get(address)), "action": "publish", "reason": ""}
    own = reverse("publish_comment", args=[comment.pk])
    target = address if page == "moderate_comment" else own
    talk.edit_comment(comment=comment, user=comment.author, text=UNREAD)
    answer = client.post(target, form, follow=True)
    assert "inzwischen geändert" in answer.content.decode()
    assert Comment.objects.get().state == CommentState.WAITING
    client.post(target, form | {"seen": seen_in(client.get(address))})
    assert Comment.objects.get().state == CommentState.PUBLISHED


def test_what_says_nothing_of_what_was_read_publishes_nothing(office, client):
    idea = IdeaFactory()
    client.post(reverse("publish_idea", args=[idea.pk]), {"seen": "nonsense"})
    client.post(reverse("publish_idea", args=[idea.pk]))
    assert Idea.objects.get().state == State.WAITING


def test_a_published_comment_that_is_changed_waits_again(client):
    comment = CommentFactory()
    client.force_login(comment.author)
    answer = client.post(f"/ideen/kommentare/{comment.pk}/aendern/", {"text": UNREAD}, follow=True)
    assert "gelesen" in answer.content.decode()
    comment.refresh_from_db()
    comment.idea.refresh_from_db()
    assert (comment.state, comment.idea.comments_count) == (CommentState.WAITING, 0)
    client.logout()
    assert UNREAD not in client.get(comment.idea.get_absolute_url()).content.decode()


def test_what_moderators_change_in_their_own_comments_appears(site):
    moderator = UserFactory(role="Moderators")
    comment = CommentFactory(author=moderator)
    talk.edit_comment(comment=comment, user=moderator, text="Genauer gesagt")
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED


def test_where_texts_appear_at_once_so_do_changes(post_moderation):
    comment = CommentFactory()
    talk.edit_comment(comment=comment, user=comment.author, text="Genauer gesagt")
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED
