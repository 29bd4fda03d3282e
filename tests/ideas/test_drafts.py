"""Drafts, and what is similar to them."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cms.core.search.index import rebuild
from participation.ideas.domain import drafts, submission
from participation.ideas.models import Draft, Idea
from participation.ideas.queries.similar import similar
from participation.ideas.tasks import forget
from tests.factories.ideas import IdeaFactory
from tests.factories.people import UserFactory
from tests.factories.programme import ProjectFactory
from tests.ideas.helpers import SUBMIT, WORDS, send

pytestmark = pytest.mark.usefixtures("ideas")
EMAIL = "neu@example.org"


def test_a_draft_is_kept_while_typing_and_found_on_another_device(person, client):
    saved = client.post("/ideen/einreichen/entwurf/", WORDS | {"pictures": "x"}).json()
    again = client.post(
        "/ideen/einreichen/entwurf/", {"draft": saved["key"], "title": "Mehr Licht"}
    ).json()
    assert again["key"] == saved["key"]
    form = client.get(SUBMIT).context["form"]
    assert form["title"].value() == "Mehr Licht"
    assert client.get(f"{SUBMIT}?neu=1").context["form"]["title"].value() is None


def test_a_guest_goes_on_by_the_address_of_the_draft(client, django_user_model):
    saved = client.post("/ideen/einreichen/entwurf/", WORDS).json()
    assert client.get(saved["url"]).context["form"]["text"].value() == WORDS["text"]
    assert client.get(SUBMIT).context["form"]["text"].value() is None


def test_a_draft_of_an_account_is_nobody_elses(person, client):
    key = client.post("/ideen/einreichen/entwurf/", WORDS).json()["key"]
    client.logout()
    assert client.get(f"{SUBMIT}?entwurf={key}").context["draft"] is None
    other = client.post("/ideen/einreichen/entwurf/", {"draft": key, "title": "Fremd"}).json()
    assert other["key"] != key
    assert Draft.objects.get(key=key).data["title"] == WORDS["title"]


def test_the_button_saves_a_draft_without_javascript(client, time_machine):
    answer = send(client, time_machine, SUBMIT, **WORDS, save="1")
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.context["form"]["title"].value() == WORDS["title"]
    assert not Idea.objects.exists()


def test_a_sent_draft_is_gone_and_one_can_be_deleted(person, client, time_machine):
    key = client.post("/ideen/einreichen/entwurf/", WORDS).json()["key"]
    send(client, time_machine, SUBMIT, **WORDS, draft=key)
    assert not Draft.objects.open().exists()
    key = client.post("/ideen/einreichen/entwurf/", WORDS).json()["key"]
    client.post("/ideen/einreichen/entwurf/loeschen/", {"draft": key})
    assert not Draft.objects.open().exists()
    assert list(Draft.objects.values_list("user", "data")) == [(None, {})] * 2


def test_what_is_still_on_its_way_when_the_form_is_sent_makes_no_draft(
    person, client, time_machine
):
    key = client.get(f"{SUBMIT}?neu=1").context["form"]["draft"].value()
    send(client, time_machine, SUBMIT, **WORDS, draft=key)
    late = client.post("/ideen/einreichen/entwurf/", WORDS | {"draft": key})
    assert (late.status_code, late.json()) == (409, {})
    assert not Draft.objects.open().exists()
    assert client.get(SUBMIT).context["form"]["title"].value() is None


def test_a_draft_whose_key_the_form_has_not_heard_of_is_sent_with_it(person, client, time_machine):
    key = client.get(f"{SUBMIT}?neu=1").context["form"]["draft"].value()
    saved = client.post("/ideen/einreichen/entwurf/", WORDS | {"draft": key}).json()
    assert saved["key"] == key
    send(client, time_machine, SUBMIT, **WORDS, draft=key)
    assert not Draft.objects.open().exists()


def test_a_form_that_is_sent_already_can_still_be_saved_by_its_button(person, client, time_machine):
    key = client.get(f"{SUBMIT}?neu=1").context["form"]["draft"].value()
    send(client, time_machine, SUBMIT, **WORDS, draft=key)
    send(client, time_machine, SUBMIT, title="Noch eine Idee", text="", draft=key, save="1")
    draft = Draft.objects.open().get()
    assert (draft.data["title"], draft.key == key) == ("Noch eine Idee", False)


def test_nobody_spends_the_draft_of_somebody_else(person, client, time_machine):
    key = client.post("/ideen/einreichen/entwurf/", WORDS).json()["key"]
    client.logout()
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL, draft=key)
    assert Draft.objects.open().get(key=key).user == person


@pytest.mark.django_db(transaction=True)
def test_saving_and_sending_at_the_same_moment_leave_no_draft(ideas):
    author, key = UserFactory(), drafts.new_key()
    ready = threading.Barrier(2)

    def save():
        ready.wait()
        drafts.save_draft(data=WORDS, user=author, key=key)
        connection.close()

    saving = threading.Thread(target=save)
    saving.start()
    with transaction.atomic():
        submission.submit_idea(
            key=uuid4(), language="de", words=dict(WORDS), author=author, draft=key
        )
        ready.wait()
        saving.join(0.3)
        assert saving.is_alive()  # waits for the key
    saving.join()
    assert not Draft.objects.open().exists()


def test_old_drafts_are_forgotten(person, client):
    client.post("/ideen/einreichen/entwurf/", WORDS)
    Draft.objects.update(updated_at=timezone.now() - timezone.timedelta(days=91))
    forget(timestamp=0)
    assert not Draft.objects.exists()


def test_drafts_have_a_limit(client):
    client.defaults["REMOTE_ADDR"] = "8.8.4.4"
    answers = [client.post("/ideen/einreichen/entwurf/", WORDS).status_code for _ in range(601)]
    assert answers[-1] == 429


def test_similar_ideas_are_shown_while_typing_and_block_nothing(client, time_machine):
    like = IdeaFactory(published=True, title="Mehr Licht im Stadtpark")
    IdeaFactory(title="Licht, das noch wartet")
    IdeaFactory(published=True, title="Bücher tauschen", text="Ein Regal vor dem Rathaus.")
    query = {"title": "Lichter im Stadtpark", "text": ""}
    items = client.get("/ideen/einreichen/aehnliche/", query).json()["items"]
    assert [item["title"] for item in items] == [like.title]
    assert items[0]["url"] == like.get_absolute_url()
    assert (items[0]["kind"], items[0]["support_url"]) == (
        "Idee",
        f"/ideen/{like.pk}/unterstuetzen/",
    )
    answer = send(client, time_machine, SUBMIT, title=query["title"], text="", email=EMAIL)
    assert like.title in answer.content.decode()


def like(title):
    return [found.title for found in similar(title=title, language="de")]


def test_a_short_word_in_the_title_is_enough(ideas):
    stop = IdeaFactory(published=True, title="Haltestelle, die sagt, wann der Bus wirklich kommt")
    assert like("Bus verspätet Anzeige") == [stop.title]


def test_a_decided_idea_and_a_page_are_named_but_not_supported(ideas, site):
    idea = IdeaFactory(published=True, title="Seilbahn zum See")
    Idea.objects.filter(pk=idea.pk).update(stage="decided", outcome="declined")
    ProjectFactory(parent=site.projects, title="Seilbahn im Park")
    rebuild()
    found = similar(title="Seilbahn", language="de")
    assert {(str(each.kind), each.support_url) for each in found} == {("Idee", ""), ("Projekt", "")}


def test_a_page_is_similar_only_when_its_title_shares_a_word(ideas, site):
    seen = "Am Ortsausgang hängt eine Tafel. "
    ProjectFactory(parent=site.projects, title="Gläserne Verwaltung", introduction=seen * 3)
    bench = ProjectFactory(parent=site.projects, title="Bänke am Ortsausgang")
    rebuild()
    assert like("Mitfahrbank am Ortsausgang") == [bench.title]
    assert like("Ortsausgang") == [bench.title]


@pytest.mark.parametrize("words", ["", "und", "'); DROP", "\x00", "😀😀😀😀", "a" * 5000])
def test_nothing_is_similar_to_nothing(client, words):
    assert client.get("/ideen/einreichen/aehnliche/", {"title": words}).json() == {"items": []}


def test_a_slow_search_for_similar_ideas_is_given_up(client, monkeypatch):
    IdeaFactory(published=True, title="Mehr Licht im Stadtpark")
    monkeypatch.setattr("participation.ideas.queries.similar.LONGEST_MILLISECONDS", "1")
    monkeypatch.setattr(
        "participation.ideas.queries.similar._SIMILAR", "SELECT pg_sleep(1), 1, 1, 1, 1.0"
    )
    answer = client.get("/ideen/einreichen/aehnliche/", {"title": "Licht im Stadtpark"})
    assert answer.json() == {"items": []}
