"""What moderators do, and what becomes known of it."""

import re
import threading

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from cms.core.dashboard import WaitingPanel
from cms.notifications.models import Notice
from participation.ideas.domain import digest, moderation, submission, talk
from participation.ideas.domain.process import NotAllowedError
from participation.ideas.models import Attachment, ModerationAct, Report, Step
from participation.ideas.models.choices import CommentState, State
from participation.ideas.queries import moderation as queries
from participation.ideas.tasks import tell_moderators
from tests.factories.files import ImageFactory
from tests.factories.ideas import CommentFactory, IdeaFactory
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.usefixtures("ideas")
QUEUE_QUERIES = 25


def test_publishing_begins_the_way_through_the_stages_and_tells_the_author(office, client):
    idea = IdeaFactory()
    assert idea.title in client.get("/admin/ideas/moderation/").content.decode()
    idea.refresh_from_db()
    client.post(f"/admin/ideas/{idea.pk}/publish/", {"seen": idea.reading})
    idea.refresh_from_db()
    step = Step.objects.get()
    assert (idea.state, step.stage, step.by) == (State.PUBLISHED, "collection", office)
    assert idea.due_on == step.promised_until
    notice = Notice.objects.get(user=idea.author)
    assert (notice.in_any_case, notice.title) == (True, "Veröffentlicht")
    assert ModerationAct.objects.get().action == "published"


def decide(client, idea, **fields):
    return client.post(f"/admin/ideas/{idea.pk}/moderation/", fields)


def test_hiding_needs_a_reason_which_the_author_reads(office, client):
    idea = IdeaFactory(published=True)
    assert decide(client, idea, action="hide").status_code == 422
    decide(client, idea, action="hide", reason="Nennt eine Telefonnummer.")
    idea.refresh_from_db()
    act = ModerationAct.objects.get(action="hidden")
    assert (idea.state, act.reason, act.moderator) == (
        State.HIDDEN, "Nennt eine Telefonnummer.", office,
    )  # fmt: skip
    notice = Notice.objects.get(event=f"moderation-{act.pk}")
    assert (notice.user, notice.text) == (idea.author, act.reason)
    assert notice.path == reverse("my_ideas"), "the idea's own page says that it is gone"


def test_a_hidden_idea_is_shown_again_where_it_was(office, client):
    idea = IdeaFactory(published=True)
    decide(client, idea, action="hide", reason="Versehen")
    decide(client, idea, action="restore", reason="War ein Versehen")
    idea.refresh_from_db()
    assert idea.state == State.PUBLISHED
    assert Step.objects.filter(idea=idea).count() == 1
    assert Notice.objects.filter(user=idea.author).last().path == idea.get_absolute_url()


def test_an_idea_hidden_before_it_was_ever_shown_begins_when_it_is(office, client):
    idea = IdeaFactory()
    decide(client, idea, action="hide", reason="Werbung")
    decide(client, idea, action="restore", reason="Doch keine")
    idea.refresh_from_db()
    assert (idea.state, idea.published_at is not None) == (State.PUBLISHED, True)


def test_words_are_corrected_with_a_reason_and_the_old_ones_stay(office, client):
    idea = IdeaFactory(published=True, text="Ruft mich an: 040 123")
    answer = decide(client, idea, title=idea.title, text="Meldet euch.", reason="Private Nummer")
    assert answer.status_code == 302
    idea.refresh_from_db()
    assert idea.text == "Meldet euch."
    assert list(idea.versions.values_list("kind", flat=True)) == ["original", "editorial"]
    assert decide(client, idea, title="", text="x", reason="y").status_code == 422


def test_a_note_is_for_moderators_and_tells_nobody(office, client):
    idea = IdeaFactory()
    decide(client, idea, action="note", reason="Bitte mit der Rechtsabteilung sprechen.")
    assert "Rechtsabteilung" in client.get(f"/admin/ideas/{idea.pk}/moderation/").content.decode()
    assert not Notice.objects.filter(user=idea.author).exists()


def test_the_second_of_two_moderators_is_told_who_was_quicker(office, client):
    idea = IdeaFactory()
    moderation.hide_idea(idea=idea, moderator=UserFactory(), reason="Werbung")
    answer = client.post(f"/admin/ideas/{idea.pk}/publish/", follow=True)
    assert "Ausgeblendet" in answer.content.decode()
    idea.refresh_from_db()
    assert idea.state == State.HIDDEN


@pytest.mark.parametrize("thing", ["idea", "comment"])
def test_who_decides_second_on_the_page_itself_reads_why(office, client, thing):
    made = IdeaFactory() if thing == "idea" else CommentFactory(published=False)
    place = "" if thing == "idea" else "comments/"
    path = f"/admin/ideas/{place}{made.pk}/moderation/"
    client.post(path, {"action": "hide", "reason": "Werbung"})
    second = client.post(path, {"action": "hide", "reason": "Meine lange Begründung"})
    assert second.status_code == 422
    assert "Jemand anders war schneller." in second.content.decode()
    assert "Meine lange Begründung" in second.content.decode()


def test_two_moderators_at_the_same_moment_decide_once(transactional_db):
    idea, results = IdeaFactory(), []
    deciding = [
        (moderation.publish_idea, {}),
        (moderation.hide_idea, {"reason": "Werbung"}),
    ]
    people = [UserFactory(), UserFactory()]

    def decide_now(verb, more, moderator):
        try:
            verb(idea=idea, moderator=moderator, **more)
            results.append("done")
        except NotAllowedError:
            results.append("refused")
        connection.close()

    runs = [
        threading.Thread(target=decide_now, args=[verb, more, moderator])
        for (verb, more), moderator in zip(deciding, people, strict=True)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    # Publishing first leaves something that can still be hidden; hiding first leaves nothing.
    assert results.count("done") == ModerationAct.objects.count() >= 1


def test_comments_wait_in_the_queue_and_are_published_or_hidden(office, client):
    first = CommentFactory(published=False, text="Erstens")
    second = CommentFactory(published=False, text="Zweitens")
    assert "Erstens" in client.get("/admin/ideas/moderation/").content.decode()
    client.post(f"/admin/ideas/comments/{first.pk}/publish/", {"seen": first.reading})
    path = f"/admin/ideas/comments/{second.pk}/moderation/"
    assert client.post(path, {"action": "hide"}).status_code == 422
    client.post(path, {"action": "hide", "reason": "Beleidigung"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (CommentState.PUBLISHED, CommentState.HIDDEN)
    assert first.idea.__class__.objects.get(pk=first.idea_id).comments_count == 1
    assert Notice.objects.filter(user=second.author, text="Beleidigung").exists()
    assert "Beleidigung" in client.get(path).content.decode()
    client.post(path, {"action": "restore", "reason": "Doch nicht"})
    second.refresh_from_db()
    assert second.state == CommentState.PUBLISHED


def test_a_removed_comment_has_nothing_to_decide(office, client):
    comment = CommentFactory()
    talk.remove_comment(comment=comment, user=comment.author)
    answer = client.get(f"/admin/ideas/comments/{comment.pk}/moderation/")
    assert answer.context["form"] is None


def test_reports_are_closed_together_once(office, client):
    idea = IdeaFactory(published=True)
    first, _second = (
        talk.report_text(idea=idea, reporter=None, reason="other", text="Hm") for _ in range(2)
    )
    assert "Hm" in client.get("/admin/ideas/moderation/").content.decode()
    client.post(f"/admin/ideas/reports/{first.pk}/dismiss/", {"next": "https://example.com"})
    assert not Report.objects.filter(handled_at=None).exists()
    answer = client.post(f"/admin/ideas/reports/{first.pk}/dismiss/", follow=True)
    assert "schon angesehen" in answer.content.decode()


def test_hiding_answers_the_reports(office, client):
    idea = IdeaFactory(published=True)
    talk.report_text(idea=idea, reporter=None, reason="insult")
    decide(client, idea, action="hide", reason="Beleidigung")
    assert queries.counts().reports == 0


def test_an_idea_changed_by_its_author_comes_back_until_somebody_has_looked(office, client):
    idea = IdeaFactory(published=True)
    submission.edit_idea(
        idea=idea, author=idea.author, words={"title": "Kauft Uhren", "text": "Hier."}
    )
    assert "Kauft Uhren" in client.get("/admin/ideas/moderation/").content.decode()
    decide(client, idea, action="note", reason="Angesehen")
    assert queries.counts().changed == 0


def test_a_changed_idea_is_looked_at_with_one_press(office, client):
    idea = IdeaFactory(published=True)
    submission.edit_idea(idea=idea, author=idea.author, words={"title": "Neu", "text": "Hier."})
    path = f"/admin/ideas/{idea.pk}/looked-at/"
    client.get(path)
    assert queries.counts().changed == 1
    assert "Neu" not in client.post(path, follow=True).content.decode()
    assert queries.counts().changed == 0
    assert idea.moderation_acts.latest("created_at").reason == "Änderungen angesehen."


@pytest.mark.parametrize("role", ["Assessors", "Facilitators", "Decision makers", "Editors"])
def test_others_of_the_office_do_not_moderate(client, role):
    client.login(email=UserFactory(role=role).email, password=PASSWORD)
    idea = IdeaFactory()
    assert client.post(f"/admin/ideas/{idea.pk}/publish/").status_code in (302, 403)
    idea.refresh_from_db()
    assert idea.state == State.WAITING
    assert client.get("/admin/ideas/moderation/").status_code in (302, 403)


def test_the_log_can_be_read_and_not_written(office, client):
    IdeaFactory(published=True)
    assert client.get("/admin/ideas/log/").status_code == 200
    assert client.get("/admin/ideas/log/new/").status_code in (302, 403, 404)


def test_the_log_says_what_an_act_was_about_and_leads_there(office, client):
    idea = IdeaFactory(published=True)
    comment = CommentFactory(idea=idea)
    moderation.hide_comment(comment=comment, moderator=office, reason="Werbung")
    moderation.hide_idea(idea=idea, moderator=office, reason="Werbung")
    page = client.get("/admin/ideas/log/").content.decode()
    assert f"/admin/ideas/{idea.pk}/moderation/" in page
    assert f"/admin/ideas/comments/{comment.pk}/moderation/" in page
    about = [" ".join(cell.split()) for cell in re.findall(r"<td[^>]*>([^<]*)</td>", page)]
    assert {"Idee", "Kommentar"} <= set(about)


def test_the_menu_and_the_start_page_lead_to_the_queue(office, client):
    IdeaFactory()
    assert "/admin/ideas/moderation/" in client.get("/admin/").content.decode()
    assert WaitingPanel.name == "waiting"


def test_the_permissions_can_be_given_to_groups(admin):
    page = admin.get("/admin/groups/new/").content.decode()
    right = Permission.objects.get(codename="decide_idea")
    assert f'value="{right.pk}"' in page


def test_moderators_hear_once_a_day_and_only_when_something_waits():
    moderator = UserFactory(role="Moderators")
    assert digest.tell_moderators() == 0
    idea = IdeaFactory()
    for _run in range(2):
        tell_moderators(timestamp=0)
    notice = Notice.objects.get(topic=digest.TOPIC, user=moderator)
    assert idea.title in notice.text
    assert notice.path == "/admin/ideas/moderation/"
    assert not Notice.objects.filter(topic=digest.TOPIC, user=idea.author).exists()


@pytest.mark.parametrize("number", [1, 30])
def test_the_queue_costs_the_same_however_much_waits(office, client, number, assert_query_count):
    for _idea in range(number):
        Attachment.objects.create(idea=IdeaFactory(), image=ImageFactory())
    client.get("/admin/ideas/moderation/")
    with assert_query_count(QUEUE_QUERIES):
        client.get("/admin/ideas/moderation/")


def test_the_office_answers_and_writes_notes_that_others_do_not_see(office, client):
    idea = IdeaFactory(published=True)
    talk.add_comment(idea=idea, author=office, text="Wir kümmern uns.", is_official=True)
    talk.add_comment(idea=idea, author=office, text="Nur für uns.", is_note=True)
    assert "Nur für uns." in client.get(idea.get_absolute_url()).content.decode()
    client.logout()
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Wir kümmern uns." in page
    assert "Nur für uns." not in page
    idea.refresh_from_db()
    assert idea.comments_count == 1


def test_others_cannot_speak_for_the_office():
    comment = talk.add_comment(
        idea=IdeaFactory(published=True),
        author=UserFactory(),
        text="Ich bin die Stadt.",
        is_official=True,
        is_note=True,
    )
    assert not comment.is_official
    assert not comment.is_note
