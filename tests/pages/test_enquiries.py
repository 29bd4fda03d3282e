"""Messages from the public: the form and what becomes of what it sends."""

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from cms.core.guards import MIN_SECONDS
from cms.pages.models import Enquiry
from tests.factories.site import translated

FORM = "/kontakt/"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def send(site, client, time_machine):
    """Open the form, take the time that typing takes, and send it."""

    def sender(to=FORM, seconds=MIN_SECONDS + 1, **fields):
        time_machine.move_to("2026-05-01T10:00:00+00:00", tick=False)
        opened = client.get(to).context["form"]["opened"].value()
        time_machine.shift(seconds)
        return client.post(to, {"message": "Guten Tag", "opened": opened} | fields)

    return sender


def jobs() -> list[dict]:
    return list(
        ProcrastinateJob.objects.filter(task_name="pages.pass_on_enquiry").values_list(
            "args", flat=True
        )
    )


def refused(answer, *fields: str) -> str:
    """The page that says what is wrong, next to those fields; nothing is kept."""
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(fields)
    assert not Enquiry.objects.exists()
    assert jobs() == []
    return answer.content.decode()


def test_a_message_is_stored_and_one_job_is_queued(send):
    answer = send(name="Erika", email="erika@example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/kontakt/?gesendet=1")
    enquiry = Enquiry.objects.get()
    assert (enquiry.kind, enquiry.message, enquiry.name, enquiry.email, enquiry.language) == (
        "contact", "Guten Tag", "Erika", "erika@example.org", "de",
    )  # fmt: skip
    assert jobs() == [{"enquiry_id": enquiry.pk}]
    assert mail.outbox == []


def test_a_reload_after_sending_shows_thanks_and_sends_nothing(send, client):
    address = send()["Location"]
    for _reload in range(2):
        assert "Danke, wir melden uns." in client.get(address).content.decode()
    assert Enquiry.objects.count() == 1


def test_a_barrier_carries_the_address_of_its_page(send):
    send("/barriere-melden/", address="https://example.org/seite")
    enquiry = Enquiry.objects.get()
    assert (enquiry.kind, enquiry.address) == ("barrier", "https://example.org/seite")


def test_the_form_offers_the_page_a_reader_came_from(site, client):
    shown = client.get("/barriere-melden/", {"seite": '/programm/"><script>'}).content.decode()
    assert 'value="/programm/&quot;&gt;&lt;script&gt;"' in shown


def test_a_contact_page_does_not_take_an_address(send):
    send(address="https://example.org/")
    assert Enquiry.objects.get().address == ""


def test_the_form_speaks_the_language_of_its_page(site, client, send):
    translated(site.contact, "en", title="Contact", slug="contact")
    assert "Please write your message." in refused(send("/en/contact/", message=""), "message")
    send("/en/contact/")
    assert Enquiry.objects.get().language == "en"


@pytest.mark.parametrize("message", ["", "   ", "\n\t\n", "…!?", "\u200b\u200b"])
def test_a_message_without_words_is_refused(send, message):
    refused(send(message=message), "message")


@pytest.mark.parametrize("message", ["Hallo\x00", "\x00"])
def test_a_message_with_a_nul_byte_is_refused(send, message):
    refused(send(message=message), "message")


def test_a_message_of_5000_characters_is_taken_and_one_more_is_not(send):
    refused(send(message="x" * 5001), "message")
    send(message="x" * 5000)
    assert len(Enquiry.objects.get().message) == 5000


@pytest.mark.parametrize(
    "email", ["keine", "a@b", "a@example.org\nBcc: b@example.org", "a@example.org,b@example.org",
              "x" * 250 + "@example.org"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_and_nothing_typed_is_lost(send, email):
    shown = refused(send(email=email, name="Erika"), "email")
    assert "Guten Tag" in shown
    assert 'value="Erika"' in shown


def test_a_name_stays_on_one_line(send):
    send(name="Erika\r\nBcc: viele@example.org")
    assert Enquiry.objects.get().name == "Erika Bcc: viele@example.org"


def test_a_script_is_shown_as_text(send):
    shown = refused(send(message=SCRIPT, email=SCRIPT, name=SCRIPT), "email")
    assert SCRIPT not in shown
    assert "&lt;script&gt;" in shown


def test_the_field_that_people_do_not_see_must_stay_empty(send):
    refused(send(website="https://example.org"), "__all__")


def test_who_was_too_quick_presses_once_more_and_is_done(send, client):
    answer = send(seconds=0)
    refused(answer, "__all__")
    again = {name: answer.context["form"][name].value() for name in ("message", "opened")}
    assert client.post(FORM, again).status_code == 302


def test_the_word_on_being_too_quick_stands_there_once(send):
    assert send(seconds=0).content.decode().count("Das ging uns zu schnell.") == 1


def test_whoever_has_something_to_correct_is_not_told_to_be_slower(send):
    answer = send(seconds=0, message="")
    assert list(answer.context["form"].errors) == ["message"]


def test_a_form_opened_under_an_older_key_is_sent_again_at_once(send, client):
    answer = send(opened="forged:stamp")
    again = {name: answer.context["form"][name].value() for name in ("message", "opened")}
    assert client.post(FORM, again).status_code == 302


@pytest.mark.parametrize("stamp", ["", "1", "forged:stamp", "\x00", "é" * 100])
def test_a_forged_time_stamp_is_refused(send, stamp):
    answer = send(opened=stamp)
    assert answer.status_code == 422
    assert not Enquiry.objects.exists()


def test_who_lost_the_stamp_presses_once_more_and_is_done(send, client, time_machine):
    answer = send(opened="signed:with-a-key-of-last-week")
    opened = answer.context["form"]["opened"].value()
    time_machine.shift(MIN_SECONDS)
    assert client.post(FORM, {"message": "Guten Tag", "opened": opened}).status_code == 302


def test_sending_nothing_at_all_is_answered_in_words(site, client):
    refused(client.post(FORM), "message")


def test_a_body_of_ten_megabytes_is_refused(site, client):
    answer = client.post(FORM, {"message": "x" * 10 * 1024 * 1024})
    assert answer.status_code == 413
    assert "site-header" in answer.content.decode()


def test_a_file_instead_of_words_is_refused(site, client):
    from tests.factories.files import PDF, upload

    refused(client.post(FORM, {"message": upload("a.pdf", PDF)}), "message")


def test_a_body_that_is_no_form_is_refused(site, client):
    refused(client.post(FORM, b"\xff\xfe{", content_type="application/json"), "message")
