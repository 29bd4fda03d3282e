"""What is said of an idea that has been merged counts, and is looked after, where it is shown."""

import threading
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from cms.notifications.models import Following
from participation.ideas.domain import actions, moderation, submission, talk
from participation.ideas.domain.merging import merge
from participation.ideas.domain.process import NotAllowedError
from participation.ideas.models import Comment, Confirmation, Idea, Report, Support
from participation.ideas.models.choices import State
from tests.factories.ideas import CommentFactory
from tests.factories.people import UserFactory
from tests.ideas.helpers import mailed_link, send
from tests.ideas.stories import published, supported, told

EMAIL = "gast@example.org"
WORDS = {"title": "Mehr Licht", "text": "Abends ist es dunkel."}


def join(into, *ideas):
    return merge(ideas=ideas, into=into, by=UserFactory(), reason="Sie meinen dasselbe.")


@pytest.fixture
def benches(site):
    """The idea that stays."""
    return published("Bänke")


@pytest.fixture
def seats(site):
    """The idea that is merged into it."""
    return published("Sitze")


def test_a_comment_hidden_after_the_merge_counts_no_longer(benches, seats):
    comment = CommentFactory(idea=seats)
    join(benches, seats)
    moderation.hide_comment(comment=comment, moderator=UserFactory(), reason="Werbung")
    benches.refresh_from_db()
    assert benches.comments_count == 0


def test_a_comment_removed_after_the_merge_counts_no_longer(benches, seats):
    comment = CommentFactory(idea=seats)
    join(benches, seats)
    talk.remove_comment(comment=comment, user=comment.author)
    benches.refresh_from_db()
    assert benches.comments_count == 0


def test_a_comment_published_after_the_merge_counts_and_is_told_to_all(benches, seats):
    comment = CommentFactory(idea=seats, published=False)
    reader = UserFactory()
    supported(benches, reader)
    join(benches, seats)
    moderation.publish_comment(comment=comment, moderator=UserFactory())
    benches.refresh_from_db()
    assert benches.comments_count == 1
    assert told(reader)[-1] == "Neuer Kommentar"


def test_a_comment_from_before_the_merge_is_reported_as_what_it_is(
    benches, seats, client, time_machine
):
    comment = CommentFactory(idea=seats)
    join(benches, seats)
    send(
        client,
        time_machine,
        f"/ideen/{benches.pk}/melden/?kommentar={comment.pk}",
        reason="advertising",
    )
    assert Report.objects.get().comment == comment
    moderation.hide_comment(comment=comment, moderator=UserFactory(), reason="Werbung")
    assert Report.objects.get().handled_at


def test_what_a_merged_idea_says_can_be_corrected(benches, seats, client):
    join(benches, seats)
    assert "Im Park fehlen Bänke." in client.get(benches.get_absolute_url()).content.decode()
    moderation.edit_idea(
        idea=seats, moderator=UserFactory(), title="Sitze", text="Ohne Nummer.", reason="Telefon"
    )
    page = client.get(benches.get_absolute_url()).content.decode()
    assert "Ohne Nummer." in page


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("unterstuetzen", {}),
        ("kommentieren", {"text": "Gute Idee."}),
        ("folgen", {"frequency": "now"}),
    ],
)
def test_a_link_mailed_before_the_merge_does_its_work_on_the_successor(
    benches, seats, client, time_machine, path, fields
):
    send(client, time_machine, f"/ideen/{seats.pk}/{path}/", email=EMAIL, **fields)
    join(benches, seats)
    answer = client.post(mailed_link())
    assert (answer.status_code, answer.url) == (302, benches.get_absolute_url())
    rows = {"unterstuetzen": Support, "kommentieren": Comment}
    if path in rows:
        assert rows[path].objects.get().idea == benches
    else:
        assert Following.objects.get(user__email=EMAIL).number == benches.pk


@pytest.mark.parametrize("verb", ["unterstuetzen", "kommentieren", "folgen", "melden"])
def test_the_buttons_of_a_page_opened_before_the_merge_work_on_the_successor(
    benches, seats, client, verb
):
    join(benches, seats)
    assert client.get(f"/ideen/{seats.pk}/{verb}/").context["idea"] == benches
    moderation.hide_idea(idea=benches, moderator=UserFactory(), reason="Werbung")
    assert client.get(f"/ideen/{seats.pk}/{verb}/").status_code == 404


def test_nobody_withdraws_or_rewrites_what_others_were_merged_into(benches, seats):
    join(benches, seats)
    author = benches.author
    assert not submission.may_edit(idea=benches, user=author)
    with pytest.raises(NotAllowedError):
        submission.withdraw_idea(idea=benches, author=author)
    with pytest.raises(NotAllowedError):
        submission.edit_idea(idea=benches, author=author, words=dict(WORDS))


def test_the_link_is_pressed_while_it_is_asked_for_anew(transactional_db):
    """Both want the idea and its link; whoever comes first, none waits for the other for ever."""
    faults = []

    def run(verb, *arguments, **named):
        try:
            verb(*arguments, **named)
        except NotAllowedError:
            pass
        except OperationalError as fault:
            faults.append(fault)
        finally:
            connection.close()

    for _round in range(15):
        idea = submission.submit_idea(key=uuid4(), language="de", words=dict(WORDS), email=EMAIL)
        key = Confirmation.objects.get(idea=idea).key
        runs = [
            threading.Thread(target=run, args=[actions.confirm], kwargs={"key": key}),
            threading.Thread(
                target=run, args=[submission.ask_again], kwargs={"idea": idea, "email": EMAIL}
            ),
        ]
        for each in runs:
            each.start()
        for each in runs:
            each.join()
    assert not faults
    linked = Confirmation.objects.values("idea")
    assert not Idea.objects.filter(state=State.UNCONFIRMED).exclude(pk__in=linked).exists()
