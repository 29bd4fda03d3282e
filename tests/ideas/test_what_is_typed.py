"""Good and bad input: words, files, names, robots."""

from io import BytesIO

import pytest
from PIL import Image

from cms.core.models import Place
from participation.ideas.domain import moderation
from participation.ideas.models import HeldFile, Idea
from tests.factories.files import EXE, PDF, phone_photo, png, png_header, upload
from tests.factories.ideas import IdeaFactory
from tests.factories.people import UserFactory
from tests.ideas.helpers import SUBMIT, WORDS, hidden_fields, send

pytestmark = pytest.mark.usefixtures("ideas")
EMAIL = "neu@example.org"


def broken_avif():
    """A picture whose header is right and whose colours are not."""
    whole = BytesIO()
    Image.new("RGB", (60, 40), "red").save(whole, "AVIF")
    head, _, colours = whole.getvalue().partition(b"mdat")
    return head + b"mdat" + bytes(len(colours))


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


FOLDED = '<details class="idea-form__more"'


def test_folded_fields_are_open_when_one_is_wrong_or_filled(person, client, time_machine):
    assert f"{FOLDED}>" in client.get(SUBMIT).content.decode()
    letter = upload("brief.png", PDF)
    wrong = send(client, time_machine, SUBMIT, **WORDS, pictures=[letter])
    assert f"{FOLDED} open>" in refused(wrong, "pictures")
    filled = send(client, time_machine, SUBMIT, title="", text="Text", tags="Licht")
    assert f"{FOLDED} open>" in refused(filled, "title")


def test_ten_megabytes_of_text_are_refused(person, client, time_machine):
    answer = send(client, time_machine, SUBMIT, title="Lang", text="x" * 10_000_000)
    assert answer.status_code == 413, "Django's own limit for a request"
    assert "Das ist zu viel Text" in answer.content.decode()
    assert not Idea.objects.exists()


def test_a_text_over_the_limit_is_refused_beside_its_field(person, client, time_machine):
    refused(send(client, time_machine, SUBMIT, title="Lang", text="x" * 10_001), "text")


@pytest.mark.parametrize("title", ["", "   ", "\u200b\u202e", "!!!", "\x00\x07"])
def test_a_title_without_words_is_refused(person, client, time_machine, title):
    refused(send(client, time_machine, SUBMIT, title=title, text="Etwas"), "title")


def test_markup_is_shown_as_it_was_typed(person, client, time_machine):
    script = "<script>alert(1)</script>"
    words = {"title": f"Licht {script}", "text": f"<b>fett</b> {script}"}
    answer = send(client, time_machine, SUBMIT, **words)
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
        ("pictures", ("kaputt.avif", broken_avif())),
        ("documents", ("programm.pdf", EXE)),
        ("documents", ("programm.exe", EXE)),
        ("documents", ("archiv.zip", b"PK\x03\x04")),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_kept(person, client, time_machine, field, file):
    answer = send(client, time_machine, SUBMIT, **WORDS, **{field: [upload(*file)]})
    page = refused(answer, field)
    assert file[0] in page
    assert "noch einmal aus" not in page  # nothing good is lost
    assert not HeldFile.objects.exists()


def test_no_more_than_five_pictures(person, client, time_machine):
    six = [upload(f"{number}.png", png()) for number in range(6)]
    refused(send(client, time_machine, SUBMIT, **WORDS, pictures=six), "pictures")


def test_a_large_file_is_refused(person, client, time_machine, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
    refused(
        send(client, time_machine, SUBMIT, **WORDS, pictures=[upload("a.png", png())]), "pictures"
    )


def test_too_large_a_document_is_refused(person, client, time_machine, monkeypatch):
    monkeypatch.setattr("cms.core.uploads.LARGEST_DOCUMENT", 10)
    refused(
        send(client, time_machine, SUBMIT, **WORDS, documents=[upload("a.pdf", PDF)]), "documents"
    )


def test_files_are_closed_until_the_idea_is_public(person, client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, documents=[upload("plan.pdf", PDF)])
    document = Idea.objects.get().attachments.get().document
    client.logout()
    assert client.get(document.url).status_code in (302, 403)
    moderation.publish_idea(idea=Idea.objects.get(), moderator=UserFactory())
    answer = client.get(document.url)
    assert b"".join(answer.streaming_content) == PDF
    answer.close()


def test_what_the_camera_noted_is_taken_out(person, client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, pictures=[upload("foto.jpg", phone_photo())])
    stored = Idea.objects.get().attachments.get().image
    with stored.file.open() as file, Image.open(file) as picture:
        assert not picture.getexif()
        assert picture.size == (40, 20)


def test_a_drawing_with_clear_parts_keeps_them(person, client, time_machine):
    data = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(data, "PNG")
    send(client, time_machine, SUBMIT, **WORDS, pictures=[upload("skizze.png", data.getvalue())])
    stored = Idea.objects.get().attachments.get().image
    with stored.file.open() as file, Image.open(file) as picture:
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
    page = refused(send(client, time_machine, SUBMIT, **WORDS, name_shown="alias"), "alias")
    label = page.partition('for="id_alias"')[2].partition("</label>")[0]
    assert "Name" in label
    assert "optional" not in label, "it would contradict the error beside it"
    assert "required" not in page.partition('name="alias"')[2].partition(">")[0]


def offered(client, path=SUBMIT):
    return [
        value for value, _label in client.get(path).context["form"].fields["name_shown"].choices
    ]


def test_ones_own_name_is_offered_only_where_it_is_known(client):
    path = f"/ideen/{IdeaFactory(published=True).pk}/kommentieren/"
    assert offered(client) == offered(client, path) == ["alias", "none"]
    nameless = UserFactory(first_name="", last_name="")
    client.force_login(nameless)
    assert offered(client) == offered(client, path) == ["alias", "none"]
    client.force_login(UserFactory(first_name="Erika", last_name="Muster"))
    assert offered(client) == offered(client, path) == ["real", "alias", "none"]


def test_that_an_account_is_made_is_said_beside_the_address(client):
    path = f"/ideen/{IdeaFactory(published=True).pk}/unterstuetzen/"
    for page in (client.get(SUBMIT), client.get(path)):
        hint = page.context["form"]["email"].help_text
        assert "Konto ohne Passwort" in hint
        assert "das Sie jederzeit löschen können" in hint


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
