"""From the first sentence to an idea that waits for a moderator."""

import threading

import pytest
from altcha import v1
from django.db import connection

from cms.core import proof
from cms.users.models import User
from participation.ideas.domain import submission
from participation.ideas.models import Confirmation, Idea
from participation.ideas.models.choices import State
from participation.ideas.tasks import forget
from tests.factories.files import png, upload
from tests.factories.people import PASSWORD, UserFactory
from tests.ideas.helpers import SUBMIT, WORDS, hidden_fields, mailed_link, mails_waiting, send

pytestmark = pytest.mark.usefixtures("ideas")
EMAIL = "neu@example.org"


def test_title_text_and_address_are_enough(client, time_machine):
    answer = send(client, time_machine, SUBMIT, **WORDS, email=EMAIL)
    assert (answer.status_code, answer["Location"]) == (302, "/ideen/einreichen/gesendet/")
    idea = Idea.objects.get()
    assert (idea.title, idea.text, idea.state, idea.author) == (
        WORDS["title"], WORDS["text"], State.UNCONFIRMED, None,
    )  # fmt: skip
    assert "72 Stunden" in client.get(answer["Location"]).content.decode()


def test_the_first_sentence_is_kept_as_a_version(person, client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS)
    version = Idea.objects.get().versions.get()
    assert (version.kind, version.title, version.editor) == ("original", WORDS["title"], person)


def test_the_button_of_the_mailed_page_confirms_and_signs_nobody_in(client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL)
    link = mailed_link()
    assert "Ihre Idee bestätigen" in client.get(link).content.decode()
    assert Idea.objects.get().state == State.UNCONFIRMED, "opening a link does nothing"
    answer = client.post(link)
    assert answer.status_code == 200
    idea = Idea.objects.get()
    assert (idea.state, idea.author.email, idea.confirmation_email) == (State.WAITING, EMAIL, "")
    assert not idea.author.has_usable_password()
    assert "_auth_user_id" not in client.session
    assert idea.versions.get().editor == idea.author


SENT = "/ideen/einreichen/gesendet/"


def test_a_mistyped_address_is_corrected_and_the_text_kept(client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, email="nue@exampel.org")
    wrong = mailed_link()
    assert "nue@exampel.org" in client.get(SENT).content.decode()
    assert send(client, time_machine, SENT, email="keine").status_code == 422
    send(client, time_machine, SENT, email=EMAIL)
    assert EMAIL in client.get(SENT).content.decode()
    assert client.get(wrong).status_code == 410, "it went to somebody else"
    client.post(mailed_link())
    idea = Idea.objects.get()
    assert (idea.author.email, idea.text) == (EMAIL, WORDS["text"])
    assert EMAIL not in client.get(SENT).content.decode(), "there is nothing to correct any more"


def test_only_the_browser_that_sent_an_idea_corrects_its_address(client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL)
    client.cookies.clear()
    assert EMAIL not in client.get(SENT).content.decode()
    client.cookies["sent_idea"] = f"{Idea.objects.get().pk}:gefälscht"
    client.post(SENT, {"email": "fremd@example.org"})
    assert Idea.objects.get().confirmation_email == EMAIL


def test_a_used_link_says_that_it_is_used(client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL)
    link = mailed_link()
    client.post(link)
    again = client.post(link)
    assert again.status_code == 410
    assert "schon benutzt" in again.content.decode()
    assert User.objects.filter(email=EMAIL).count() == 1


def test_a_link_past_its_time_does_nothing(client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL)
    link = mailed_link()
    time_machine.shift(73 * 3600)
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert Idea.objects.get().state == State.UNCONFIRMED


def test_a_link_meant_for_somebody_else_is_refused(client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL)
    link = mailed_link()
    client.login(email=UserFactory().email, password=PASSWORD)
    answer = client.post(link)
    assert answer.status_code == 403
    assert "andere Adresse" in answer.content.decode()
    assert Confirmation.objects.exists()


def test_a_made_up_link_is_refused(client):
    assert client.get("/ideen/bestaetigen/erfunden/").status_code == 410
    assert client.post("/ideen/bestaetigen/%00x/").status_code in (404, 410)


def test_an_idea_nobody_confirms_goes_with_its_files(
    client, time_machine, django_capture_on_commit_callbacks
):
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL, pictures=[upload("weg.png", png())])
    picture = Idea.objects.get().attachments.get().image
    stored, storage = picture.file.name, picture.file.storage
    forget(timestamp=0)
    assert Idea.objects.exists(), "it is not yet time"
    time_machine.shift(73 * 3600)
    with django_capture_on_commit_callbacks(execute=True):
        forget(timestamp=0)
    assert not Idea.objects.exists()
    assert not Confirmation.objects.exists()
    assert not storage.exists(stored)


def test_an_unconfirmed_account_is_taken_over_by_who_reads_the_mail(client, time_machine):
    squatter = User.objects.create_user(EMAIL, "a-password-of-somebody-else")
    squatter.emailaddress_set.create(email=EMAIL, verified=False, primary=True)
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL.upper())
    client.post(mailed_link())
    squatter.refresh_from_db()
    assert Idea.objects.get().author == squatter
    assert not squatter.has_usable_password()


def test_a_known_address_keeps_its_account_as_it_is(client, time_machine):
    known = UserFactory(email=EMAIL)
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL)
    client.post(mailed_link())
    known.refresh_from_db()
    assert Idea.objects.get().author == known
    assert known.check_password(PASSWORD)


def test_a_closed_account_is_told_so(client, time_machine):
    User.objects.filter(pk=UserFactory(email=EMAIL).pk).update(is_active=False)
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL)
    answer = client.post(mailed_link())
    assert answer.status_code == 409
    assert Confirmation.objects.exists()


def test_who_is_signed_in_need_not_confirm(person, client, time_machine):
    answer = send(client, time_machine, SUBMIT, **WORDS, would_help="on", name_shown="real")
    idea = Idea.objects.get()
    assert answer["Location"] == idea.get_absolute_url()
    assert (idea.author, idea.state, idea.would_help) == (person, State.WAITING, True)
    assert mails_waiting() == 0
    page = client.get(answer["Location"]).content.decode()
    assert "Erika Muster" in page
    assert "Wartet auf die Moderation" in page


def test_the_button_pressed_twice_makes_one_idea(person, client, time_machine):
    time_machine.move_to("2026-05-01T10:00:00+00:00", tick=False)
    opened = hidden_fields(client.get(SUBMIT).context["form"])
    time_machine.shift(5)
    for _press in range(2):
        assert client.post(SUBMIT, opened | WORDS).status_code == 302
    assert Idea.objects.count() == 1


def test_who_goes_back_and_writes_another_idea_has_sent_two(person, client, time_machine):
    """The browser's button for back brings the same form, with the same key."""
    time_machine.move_to("2026-05-01T10:00:00+00:00", tick=False)
    opened = hidden_fields(client.get(SUBMIT).context["form"])
    time_machine.shift(5)
    for title in ("Erstens", "Zweitens", "Zweitens"):
        client.post(SUBMIT, opened | WORDS | {"title": title})
    assert sorted(Idea.objects.values_list("title", flat=True)) == ["Erstens", "Zweitens"]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_idea(client):
    author, key = UserFactory(), "7f7a1c52-6d0c-4c1f-9c5c-3f1f8e2d1a11"
    made = []

    def press():
        made.append(
            submission.submit_idea(key=key, language="de", words=dict(WORDS), author=author).pk
        )
        connection.close()

    presses = [threading.Thread(target=press) for _press in range(4)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert Idea.objects.count() == 1
    assert len(set(made)) == 1


def test_without_proof_a_moderator_looks_first(post_moderation, client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL)
    client.post(mailed_link())
    assert Idea.objects.get().state == State.WAITING


def solved():
    """A solution as the browser's script finds it."""
    made = proof.challenge()
    challenge = v1.Challenge(
        made["algorithm"], made["challenge"], made["maxnumber"], made["salt"], made["signature"]
    )
    found = v1.solve_challenge(challenge)
    payload = v1.Payload(
        made["algorithm"], made["challenge"], found.number, made["salt"], made["signature"]
    )
    return payload.to_base64()


def test_with_proof_an_idea_appears_at_once(post_moderation, client, time_machine):
    time_machine.move_to("2026-05-01T10:00:00+00:00", tick=False)
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL, altcha=solved())
    client.post(mailed_link())
    assert Idea.objects.get().state == State.PUBLISHED


def test_a_proof_counts_once_and_not_for_ever(client, time_machine):
    time_machine.move_to("2026-05-01T10:00:00+00:00", tick=False)
    once, late = solved(), solved()
    assert proof.is_proven(once)
    assert not proof.is_proven(once)
    time_machine.shift(2 * 3600)
    assert not proof.is_proven(late)


@pytest.mark.parametrize("nonsense", ["", "x", "e30=", "W10=", "bnVsbA==", "MQ==", "ä"])
def test_a_forged_proof_proves_nothing(nonsense):
    assert not proof.is_proven(nonsense)


def test_the_challenge_is_signed_and_new_each_time(client):
    first, second = (client.get("/ideen/einreichen/rechenaufgabe/").json() for _ in range(2))
    assert first["signature"]
    assert first["challenge"] != second["challenge"]


def test_a_thousand_ideas_from_one_address_are_ten(client, time_machine):
    client.defaults["REMOTE_ADDR"] = "8.8.8.8"
    for number in range(12):
        answer = send(
            client, time_machine, SUBMIT,
            title=f"Idee {number}", text="Text genug", email=f"a{number}@example.org",
        )  # fmt: skip
    assert answer.status_code == 429
    assert "Idee 11" in answer.content.decode(), "what was typed is kept"
    assert Idea.objects.count() == 10


def test_nobody_is_flooded_with_mails(client, time_machine):
    for number in range(12):
        answer = send(
            client, time_machine, SUBMIT, title=f"Idee {number}", text="Text genug", email=EMAIL
        )
    assert answer.status_code == 429
    assert mails_waiting() == 10
