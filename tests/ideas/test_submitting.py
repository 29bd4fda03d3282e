"""From the first sentence to an idea that waits for a moderator."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from cms.core.models import Place
from cms.users.models import User
from participation.ideas import proof
from participation.ideas.domain import submission
from participation.ideas.models import Confirmation, Draft, Idea
from participation.ideas.models.choices import State
from participation.ideas.tasks import forget
from tests.factories.files import EXE, PDF, png, png_header, upload
from tests.factories.ideas import IdeaFactory
from tests.factories.people import PASSWORD, UserFactory
from tests.ideas.helpers import SUBMIT, WORDS, hidden_fields, mailed_link, mails_waiting, send

pytestmark = pytest.mark.usefixtures("ideas")
EMAIL = "neu@example.org"


@pytest.fixture
def person(client):
    """Somebody signed in."""
    user = UserFactory(first_name="Erika", last_name="Muster")
    client.login(email=user.email, password=PASSWORD)
    return user


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


def test_an_idea_nobody_confirms_goes_with_its_files(client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, email=EMAIL, pictures=[upload("weg.png", png())])
    picture = Idea.objects.get().attachments.get().image
    stored, storage = picture.file.name, picture.file.storage
    forget(timestamp=0)
    assert Idea.objects.exists(), "it is not yet time"
    time_machine.shift(73 * 3600)
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
    from altcha import v1

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


def refused(answer, *fields):
    """The page that says what is wrong next to those fields; nothing is kept."""
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(fields)
    assert not Idea.objects.exists()
    return answer.content.decode()


def test_an_empty_form_says_what_is_missing_and_keeps_nothing(client, time_machine):
    page = refused(send(client, time_machine, SUBMIT), "title", "text", "email")
    assert "Bitte schreiben Sie Ihre Idee in einem Satz." in page


def test_what_was_typed_is_still_there_after_a_mistake(client, time_machine):
    answer = send(client, time_machine, SUBMIT, **WORDS, email="keine", tags="Licht, Park")
    page = refused(answer, "email")
    assert WORDS["text"] in page
    assert "Licht, Park" in page


def test_ten_megabytes_of_text_are_refused(person, client, time_machine):
    answer = send(client, time_machine, SUBMIT, title="Lang", text="x" * 10_000_000)
    assert answer.status_code == 400, "Django's own limit for a request"
    assert not Idea.objects.exists()


def test_a_text_over_the_limit_is_refused_beside_its_field(person, client, time_machine):
    refused(send(client, time_machine, SUBMIT, title="Lang", text="x" * 10_001), "text")


@pytest.mark.parametrize("title", ["", "   ", "\u200b\u202e", "!!!", "\x00\x07"])
def test_a_title_without_words_is_refused(person, client, time_machine, title):
    refused(send(client, time_machine, SUBMIT, title=title, text="Etwas"), "title")


def test_markup_is_shown_as_it_was_typed(person, client, time_machine):
    script = "<script>alert(1)</script>"
    answer = send(
        client, time_machine, SUBMIT, title=f"Licht {script}", text=f"<b>fett</b> {script}"
    )
    page = client.get(answer["Location"]).content.decode()
    assert script not in page
    assert "&lt;b&gt;fett&lt;/b&gt;" in page


def test_marks_that_turn_the_direction_go_and_emoji_stay(person, client, time_machine):
    send(
        client,
        time_machine,
        SUBMIT,
        title="Park\u202etsiw \U0001f333",
        text="a\u2066b\u0000c e\u0301",
    )
    idea = Idea.objects.get()
    assert (idea.title, idea.text) == ("Parktsiw \U0001f333", "abc é")


@pytest.mark.parametrize(
    ("field", "file"),
    [
        ("pictures", ("brief.png", PDF)),
        ("pictures", ("programm.jpg", EXE)),
        ("pictures", ("bombe.png", png_header(30_000, 30_000))),
        ("pictures", ("leer.png", png_header(10, 10))),
        ("documents", ("programm.pdf", EXE)),
        ("documents", ("programm.exe", EXE)),
        ("documents", ("archiv.zip", b"PK\x03\x04")),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_kept(person, client, time_machine, field, file):
    answer = send(client, time_machine, SUBMIT, **WORDS, **{field: [upload(*file)]})
    page = refused(answer, field)
    assert file[0] in page
    assert "noch einmal aus" in page


def test_no_more_than_five_pictures(person, client, time_machine):
    six = [upload(f"{number}.png", png()) for number in range(6)]
    refused(send(client, time_machine, SUBMIT, **WORDS, pictures=six), "pictures")


def test_a_large_file_is_refused(person, client, time_machine, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
    refused(
        send(client, time_machine, SUBMIT, **WORDS, pictures=[upload("a.png", png())]), "pictures"
    )


def test_too_large_a_document_is_refused(person, client, time_machine, monkeypatch):
    monkeypatch.setattr("participation.ideas.forms.files.LARGEST_DOCUMENT", 10)
    refused(
        send(client, time_machine, SUBMIT, **WORDS, documents=[upload("a.pdf", PDF)]), "documents"
    )


def test_files_are_closed_until_the_idea_is_public(person, client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, documents=[upload("plan.pdf", PDF)])
    document = Idea.objects.get().attachments.get().document
    client.logout()
    assert client.get(document.url).status_code in (302, 403)
    from participation.ideas.domain import moderation

    moderation.publish_idea(idea=Idea.objects.get(), moderator=UserFactory())
    assert client.get(document.url).status_code == 200


def test_what_the_camera_noted_is_taken_out(person, client, time_machine):
    from io import BytesIO

    from PIL import Image

    data, notes = BytesIO(), Image.Exif()
    notes[0x010F] = "Telefonhersteller"
    notes[0x8825] = {1: "N", 2: (53.0, 42.0, 0.0)}
    Image.new("RGB", (40, 20), "teal").save(data, "JPEG", exif=notes)
    send(client, time_machine, SUBMIT, **WORDS, pictures=[upload("foto.jpg", data.getvalue())])
    stored = Idea.objects.get().attachments.get().image
    with Image.open(stored.file) as picture:
        assert not picture.getexif()
        assert picture.size == (40, 20)


def test_a_drawing_with_clear_parts_keeps_them(person, client, time_machine):
    from io import BytesIO

    from PIL import Image

    data = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(data, "PNG")
    send(client, time_machine, SUBMIT, **WORDS, pictures=[upload("skizze.png", data.getvalue())])
    with Image.open(Idea.objects.get().attachments.get().image.file) as picture:
        assert picture.mode == "RGBA"


def test_place_and_keywords_are_stored_tidily(person, client, time_machine):
    place = Place.objects.create(name="Park", slug="park", latitude="53.7", longitude="10.0")
    send(
        client, time_machine, SUBMIT, **WORDS,
        place=place.pk, address=" Haupt \n eingang ", tags="Licht, #licht ,, Rad  weg",
    )  # fmt: skip
    idea = Idea.objects.get()
    assert (idea.place, idea.address, idea.tags) == (place, "Haupt eingang", ["Licht", "Rad weg"])


@pytest.mark.parametrize("tags", [",".join("abcdefghi"), "x" * 41])
def test_too_many_or_too_long_keywords_are_refused(person, client, time_machine, tags):
    refused(send(client, time_machine, SUBMIT, **WORDS, tags=tags), "tags")


def test_an_alias_needs_a_name(person, client, time_machine):
    refused(send(client, time_machine, SUBMIT, **WORDS, name_shown="alias"), "alias")


def test_an_alias_is_what_is_shown(person, client, time_machine):
    answer = send(client, time_machine, SUBMIT, **WORDS, name_shown="alias", alias="Parkfreundin")
    page = client.get(answer["Location"]).content.decode()
    assert "Parkfreundin" in page
    assert "Erika" not in page.partition("<main")[2]


def test_the_honeypot_and_the_quick_are_asked_once_more(person, client, time_machine):
    refused(send(client, time_machine, SUBMIT, **WORDS, website="http://spam"), "__all__")
    time_machine.move_to("2026-05-01T10:00:00+00:00", tick=False)
    opened = hidden_fields(client.get(SUBMIT).context["form"])
    refused(client.post(SUBMIT, opened | WORDS), "__all__")


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
    assert not Draft.objects.exists()
    key = client.post("/ideen/einreichen/entwurf/", WORDS).json()["key"]
    client.post("/ideen/einreichen/entwurf/loeschen/", {"draft": key})
    assert not Draft.objects.exists()


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
    answer = send(client, time_machine, SUBMIT, title=query["title"], text="", email=EMAIL)
    assert like.title in answer.content.decode()


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
