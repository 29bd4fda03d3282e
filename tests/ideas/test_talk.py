"""Support, comments, following and reports."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cms.notifications.models import Following, Notice
from participation.ideas.domain import moderation, talk
from participation.ideas.models import Comment, Idea, Report, Support
from participation.ideas.models.choices import CommentState, Stage
from tests.factories.ideas import CommentFactory, IdeaFactory
from tests.factories.people import UserFactory
from tests.ideas.helpers import mailed_link, mails_waiting, send

pytestmark = pytest.mark.usefixtures("ideas")
EMAIL = "neu@example.org"


def test_one_press_supports_and_follows_and_another_takes_it_back(person, client, idea):
    for _press in range(2):
        assert client.post(f"/ideen/{idea.pk}/unterstuetzen/").status_code == 302
    idea.refresh_from_db()
    assert idea.supports_count == 1
    assert Following.objects.filter(user=person, topic="idea", number=idea.pk).exists()
    client.post(f"/ideen/{idea.pk}/unterstuetzen/", {"take_back": "1"})
    idea.refresh_from_db()
    assert idea.supports_count == 0


def test_looking_at_the_address_of_the_button_supports_nothing(person, client, idea):
    assert client.get(f"/ideen/{idea.pk}/unterstuetzen/").status_code == 302
    assert not Support.objects.exists()


def test_a_guest_supports_by_a_mailed_link_once(client, time_machine, idea):
    path = f"/ideen/{idea.pk}/unterstuetzen/"
    for _time in range(2):
        answer = send(client, time_machine, path, email=EMAIL)
        assert "E-Mail geschickt" in answer.content.decode()
        assert client.post(mailed_link()).status_code == 302
    idea.refresh_from_db()
    assert idea.supports_count == 1
    assert Support.objects.get().user.email == EMAIL


def test_a_support_that_is_not_confirmed_does_not_count(client, time_machine, idea):
    send(client, time_machine, f"/ideen/{idea.pk}/unterstuetzen/", email=EMAIL)
    client.get(mailed_link())
    assert not Support.objects.exists()


def test_a_decided_idea_takes_no_more_support_and_says_so(person, client, idea):
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.DECIDED, outcome="parked")
    answer = client.post(f"/ideen/{idea.pk}/unterstuetzen/", follow=True)
    assert "nicht mehr unterstützt" in answer.content.decode()
    client.post(f"/ideen/{idea.pk}/unterstuetzen/", {"take_back": "1"})
    assert not Support.objects.exists()


def test_a_link_to_support_what_is_decided_by_now_says_so(client, time_machine, idea):
    send(client, time_machine, f"/ideen/{idea.pk}/unterstuetzen/", email=EMAIL)
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.DECIDED, outcome="parked")
    answer = client.post(mailed_link())
    assert answer.status_code == 409
    assert "nicht mehr unterstützt" in answer.content.decode()


@pytest.mark.parametrize("what", ["unterstuetzen", "kommentieren", "folgen", "melden"])
def test_what_nobody_sees_cannot_be_talked_about(client, what):
    assert client.get(f"/ideen/{IdeaFactory().pk}/{what}/").status_code == 404
    assert client.get(f"/ideen/987654/{what}/").status_code == 404


@pytest.mark.parametrize("what", ["unterstuetzen", "kommentieren", "folgen"])
def test_a_guest_who_gives_no_address_is_told_beside_the_field(client, time_machine, idea, what):
    answer = send(client, time_machine, f"/ideen/{idea.pk}/{what}/", text="Gut", email="nein")
    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors
    assert mails_waiting() == 0


def test_mails_that_guests_ask_for_have_a_limit(client, time_machine, idea):
    path = f"/ideen/{idea.pk}/unterstuetzen/"
    answers = [send(client, time_machine, path, email=EMAIL).status_code for _ in range(21)]
    assert answers[-2:] == [200, 429]
    assert mails_waiting() == 20


def test_supports_of_many_at_once_are_all_counted(transactional_db):
    idea = IdeaFactory(published=True)
    people = [UserFactory() for _number in range(6)]

    def press(user):
        talk.support(idea=idea, user=user)
        connection.close()

    presses = [threading.Thread(target=press, args=[user]) for user in people * 2]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    idea.refresh_from_db()
    assert idea.supports_count == Support.objects.count() == 6


def comment_of(client, time_machine, idea, **fields):
    path = f"/ideen/{idea.pk}/kommentieren/"
    return send(client, time_machine, path, **{"text": "Gute Idee.", "follow": "on"} | fields)


def test_nobody_is_made_to_follow_by_a_box_ticked_beforehand(person, client, time_machine, idea):
    form = client.get(idea.get_absolute_url()).context["comment_form"]
    assert not form["follow"].value()
    comment_of(client, time_machine, idea, follow="")
    assert not Following.objects.filter(user=person).exists()
    comment_of(client, time_machine, idea, follow="on")
    assert Following.objects.get(user=person).number == idea.pk


def test_a_comment_waits_for_a_moderator_and_its_author_sees_it(person, client, time_machine, idea):
    answer = comment_of(client, time_machine, idea)
    assert Comment.objects.get().state == CommentState.WAITING
    assert "Gute Idee." in client.get(answer["Location"]).content.decode()
    client.logout()
    assert "Gute Idee." not in client.get(idea.get_absolute_url()).content.decode()


def test_a_comment_appears_at_once_where_the_city_wants_that(
    post_moderation, person, client, time_machine, idea
):
    comment_of(client, time_machine, idea, name_shown="real")
    idea.refresh_from_db()
    assert idea.comments_count == 1
    client.logout()
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Gute Idee." in page
    assert "Erika Muster" in page


def test_a_guest_comments_by_a_mailed_link(post_moderation, client, time_machine, idea):
    comment_of(client, time_machine, idea, email=EMAIL)
    assert not Comment.objects.exists()
    answer = client.post(mailed_link(), follow=True)
    comment = Comment.objects.get()
    assert (comment.author.email, comment.state) == (EMAIL, CommentState.WAITING), "no proof"
    assert "sobald jemand" in answer.content.decode()


def test_answers_stand_below_what_they_answer(person, client, time_machine, idea):
    first = CommentFactory(idea=idea, text="Erstens")
    page = client.get(f"/ideen/{idea.pk}/kommentieren/?antwort={first.pk}").content.decode()
    assert "Erstens" in page
    comment_of(client, time_machine, idea, parent=first.pk, text="Dazu")
    assert Comment.objects.get(text="Dazu").parent == first


@pytest.mark.parametrize("nonsense", ["0", "abc", "9" * 30, "-1"])
def test_an_answer_to_nothing_is_a_comment_or_is_refused(
    person, client, time_machine, idea, nonsense
):
    path = f"/ideen/{idea.pk}/kommentieren/?antwort={nonsense}"
    assert client.get(path).context["answered"] is None
    answer = comment_of(client, time_machine, idea, parent=nonsense)
    assert answer.status_code in (409, 422)
    assert not Comment.objects.exists()


def test_a_comment_of_another_idea_cannot_be_answered_here(person, client, time_machine, idea):
    other = CommentFactory()
    assert comment_of(client, time_machine, idea, parent=other.pk).status_code == 409


def test_own_comments_can_be_changed_for_a_quarter_of_an_hour(
    post_moderation, person, client, time_machine, idea
):
    comment_of(client, time_machine, idea)
    path = f"/ideen/kommentare/{Comment.objects.get().pk}/aendern/"
    client.post(path, {"text": "Sehr gute Idee."})
    comment = Comment.objects.get()
    assert (comment.text, comment.edited_at is not None) == ("Sehr gute Idee.", True)
    time_machine.shift(16 * 60)
    answer = client.post(path, {"text": "Doch nicht."}, follow=True)
    assert "abgelaufen" in answer.content.decode()
    assert Comment.objects.get().text == "Sehr gute Idee."


def test_a_removed_comment_leaves_its_place_when_it_was_answered(
    post_moderation, person, client, time_machine, idea
):
    comment_of(client, time_machine, idea)
    own = Comment.objects.get()
    CommentFactory(idea=idea, parent=own.pk, text="Eine Antwort")
    client.post(f"/ideen/kommentare/{own.pk}/entfernen/")
    own.refresh_from_db()
    assert (own.state, own.text) == (CommentState.REMOVED, "")
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Eine Antwort" in page
    assert "entfernt" in page
    idea.refresh_from_db()
    assert idea.comments_count == 1


def test_nobody_changes_or_removes_somebody_elses_comment(person, client, idea):
    other = CommentFactory(idea=idea)
    assert client.get(f"/ideen/kommentare/{other.pk}/aendern/").status_code == 404
    assert client.post(f"/ideen/kommentare/{other.pk}/entfernen/").status_code == 404


def test_comments_have_a_limit_and_keep_the_text(person, client, time_machine, idea, monkeypatch):
    monkeypatch.setattr("participation.ideas.views.talk.COMMENTS_PER_HOUR", 1)
    comment_of(client, time_machine, idea)
    answer = comment_of(client, time_machine, idea, text="Noch einer")
    assert "Noch einer" in answer.content.decode()
    assert Comment.objects.count() == 1


def test_followers_hear_of_a_comment_and_its_author_does_not(idea):
    follower, author = UserFactory(), UserFactory()
    for user in (follower, author):
        talk.follow_idea(idea=idea, user=user, frequency="daily")
    CommentFactory(idea=idea, author=author)
    told = Notice.objects.filter(event__startswith="comment")
    assert follower.pk in told.values_list("user", flat=True)
    assert author.pk not in told.values_list("user", flat=True)


def test_following_at_a_pace_and_no_longer(person, client, idea):
    path = f"/ideen/{idea.pk}/folgen/"
    client.post(path, {"frequency": "weekly"})
    assert Following.objects.get(user=person).frequency == "weekly"
    client.post(path, {"frequency": "hourly"})
    assert Following.objects.get(user=person).frequency == "weekly"
    client.post(path, {"stop": "1"})
    assert not Following.objects.filter(user=person).exists()


def test_a_guest_follows_by_a_mailed_link(client, time_machine, idea):
    send(client, time_machine, f"/ideen/{idea.pk}/folgen/", email=EMAIL, frequency="now")
    client.post(mailed_link())
    assert Following.objects.get(user__email=EMAIL).frequency == "now"


def test_everybody_can_report_an_idea_or_a_comment(client, time_machine, idea):
    comment = CommentFactory(idea=idea)
    send(client, time_machine, f"/ideen/{idea.pk}/melden/", reason="insult", text="Schlimm")
    path = f"/ideen/{idea.pk}/melden/?kommentar={comment.pk}"
    send(client, time_machine, path, reason="advertising")
    first, second = Report.objects.all()
    assert (first.comment, first.reason, first.text) == (None, "insult", "Schlimm")
    assert second.comment == comment


@pytest.mark.parametrize("secret", ["hidden", "waiting", "note"])
def test_the_form_of_a_report_shows_no_comment_that_the_page_does_not(client, idea, secret):
    comment = CommentFactory(idea=idea, text="Nur für das Büro", published=secret != "waiting")
    if secret == "hidden":
        moderation.hide_comment(comment=comment, moderator=UserFactory(), reason="Werbung")
    Comment.objects.filter(pk=comment.pk).update(is_note=secret == "note")
    page = client.get(f"/ideen/{idea.pk}/melden/?kommentar={comment.pk}")
    assert page.status_code == 200
    assert "Nur für das Büro" not in page.content.decode()


def test_a_guest_is_told_at_once_that_a_decided_idea_takes_no_more_support(client, idea):
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.DECIDED, outcome="parked")
    answer = client.get(f"/ideen/{idea.pk}/unterstuetzen/", follow=True)
    assert "nicht mehr unterstützt" in answer.content.decode()


def test_a_report_without_reason_or_too_many_are_refused(client, time_machine, idea, monkeypatch):
    path = f"/ideen/{idea.pk}/melden/"
    assert send(client, time_machine, path).status_code == 422
    client.defaults["REMOTE_ADDR"] = "8.8.8.8"
    monkeypatch.setattr("participation.ideas.views.talk.REPORTS_PER_HOUR", 1)
    send(client, time_machine, path, reason="other")
    assert send(client, time_machine, path, reason="other").status_code == 422
    assert Report.objects.count() == 1


def test_old_comments_do_not_outlive_their_edit_window(idea):
    comment = CommentFactory(idea=idea)
    comment.created_at = timezone.now() - timedelta(hours=1)
    assert not talk.edit_window_open(comment=comment, user=comment.author)
