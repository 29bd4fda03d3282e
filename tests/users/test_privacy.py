"""The privacy centre: all that is stored about somebody, shown and handed over."""

import io
import json
import zipfile

import pytest
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    Page,
    PageLogEntry,
    PageSubscription,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)
from wagtail.users.models import UserProfile

from cms.core import privacy
from cms.users import archive
from cms.users.models import User
from cms.users.templatetags.users_tags import device, readable
from tests.factories.files import ImageFactory
from tests.factories.people import PASSWORD, EnquiryFactory, UserFactory
from tests.users.helpers import account, authenticator_app, sign_in

pytestmark = pytest.mark.django_db


def download(client):
    """Show once more who one is, then download; the ZIP."""
    client.post("/konto/bestaetigen/?next=/konto/", {"password": PASSWORD})
    answer = client.post("/konto/daten/herunterladen/")
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def data_of(archive_file):
    return json.loads(archive_file.read("daten.json"))["data"]


def worked(user, page, times=1):
    """Somebody who has saved versions of a page."""
    for _time in range(times):
        page.save_revision(user=user, log_action="wagtail.edit")


def test_second_factors_are_named_in_words_and_passkeys_by_their_names(client, site):
    user = account()
    authenticator_app(user)
    WebAuthn.add(user, "Telefon", {})
    kinds = {kind.key: export for kind, export in privacy.exports(user)}
    rows = [(row["type"], row["name"]) for row in kinds["second-factors"].rows]
    assert rows == [("Authenticator-App", ""), ("Notfall-Codes", ""), ("Passkey", "Telefon")]


def test_the_page_is_for_who_is_signed_in(client, db):
    assert client.get("/konto/daten/")["Location"] == "/konto/anmelden/?next=/konto/daten/"
    assert client.post("/konto/daten/herunterladen/").status_code == 302


def test_everything_is_listed_with_its_purpose(client, person, site):
    worked(person, site.home)
    EnquiryFactory(email="Erika@Example.org", message="Die Rampe fehlt.")
    sign_in(client, person, HTTP_USER_AGENT="Mozilla/5.0 Firefox/140.0")
    words = client.get("/konto/daten/").content.decode()
    for expected in (
        "erika@example.org",
        "Die Rampe fehlt.",
        "Firefox/140.0",
        "Fassungen von Texten",
        "Damit wir Ihnen Codes und Antworten schicken können.",
    ):
        assert expected in words


def test_nothing_of_anybody_else_is_listed(client, person, site):
    other = account("other@example.org", first_name="Otto")
    worked(other, site.contact)
    EnquiryFactory(email="other@example.org", message="Geheim.")
    sign_in(Client(HTTP_USER_AGENT="Netscape"), other)
    sign_in(client, person)
    words = client.get("/konto/daten/").content.decode()
    for unexpected in ("other@example.org", "Otto", "Geheim.", "Netscape"):
        assert unexpected not in words
    assert "Geheim." not in json.dumps(data_of(download(client)))


def test_messages_count_only_for_addresses_that_are_confirmed(client, person, site):
    EnquiryFactory(email="fremd@example.org", message="Nicht von Erika.")
    person.emailaddress_set.create(email="fremd@example.org", verified=False)
    sign_in(client, person)
    assert "Nicht von Erika." not in client.get("/konto/daten/").content.decode()


@pytest.mark.parametrize("times", [1, 30])
def test_the_page_costs_the_same_for_one_entry_and_thirty(
    client, person, site, assert_query_count, times
):
    sign_in(client, person)
    worked(person, site.home, times)
    for number in range(times):
        EnquiryFactory(email=person.email, message=f"Frage {number}")
    client.get("/konto/daten/")
    with assert_query_count(QUERIES):
        words = client.get("/konto/daten/").content.decode()
    assert words.count("Frage ") == min(times, 10)


QUERIES = 78


def test_the_zip_holds_everything_and_the_files(client, person, site):
    worked(person, site.home, times=12)
    profile = UserProfile.get_for_user(person)
    profile.avatar.save("ich.png", ContentFile(b"picture"))
    sign_in(client, person)
    found = download(client)
    data = data_of(found)
    assert data["account"]["rows"][0]["email"] == "erika@example.org"
    assert len(data["versions"]["rows"]) == 12
    (name,) = data["admin-settings"]["files"]
    assert found.read(name) == b"picture"
    assert found.testzip() is None
    assert set(data) == {kind.key for kind in privacy.registered()}


def test_no_secret_is_handed_over(client, person, site):
    from tests.users.helpers import authenticator_app

    sign_in(client, person)
    secret = authenticator_app(person)
    person.authenticator_set.filter(type="totp").update(last_used_at=None)
    words = json.dumps([export.rows for _kind, export in privacy.exports(person)], default=str)
    stored = person.authenticator_set.get(type="totp").data["secret"]
    assert secret not in words
    assert stored not in words
    assert person.password not in words


def test_a_file_that_has_gone_is_left_out(client, person, site):
    profile = UserProfile.get_for_user(person)
    profile.avatar.save("ich.png", ContentFile(b"picture"))
    profile.avatar.storage.delete(profile.avatar.name)
    sign_in(client, person)
    assert download(client).namelist() == ["daten.json"]


def test_no_name_of_a_file_leads_out_of_the_zip():
    kind = next(kind for kind in privacy.registered() if kind.key == "account")
    assert archive.path_of(kind, "../../etc/passwd") == "dateien/account/etc/passwd"
    assert archive.path_of(kind, "/etc/passwd") == "dateien/account/etc/passwd"


def test_a_large_file_is_sent_piece_by_piece(person, tmp_path):
    profile = UserProfile.get_for_user(person)
    profile.avatar.save("ich.bin", ContentFile(bytes(1_000_000)))
    kinds = list(privacy.exports(person))
    pieces = list(archive.stream(kinds, "Smart City"))
    assert len(pieces) > 10
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None


def test_downloading_asks_for_the_password_again(client, person, site):
    sign_in(client, person)
    answer = client.post("/konto/daten/herunterladen/")
    assert answer["Location"].startswith("/konto/bestaetigen/")


def test_downloading_too_often_is_refused(client, person, site):
    sign_in(client, person)
    for _time in range(10):
        download(client)
    assert client.post("/konto/daten/herunterladen/").status_code == 429


def test_work_in_the_admin_is_exported(person, site):
    page = Page.objects.get(pk=site.home.pk)
    comment = Comment.objects.create(
        page=page, user=person, text="Stimmt das?", contentpath="title"
    )
    CommentReply.objects.create(comment=comment, user=person, text="Ja.")
    PageLogEntry.objects.log_action(instance=page, action="wagtail.publish", user=person)
    Page.objects.filter(pk=page.pk).update(owner=person, locked_by=person)
    found = {kind.key: export.rows for kind, export in privacy.exports(person)}
    assert [row["title"] for row in found["comments"]] == ["Stimmt das?", "Ja."]
    assert [row["what"] for row in found["pages"]] == ["Seite angelegt", "Seite gesperrt"]
    assert len(found["log"]) >= 1


def test_reviews_uploads_and_unfinished_work_are_exported_and_erased(person, site):
    kind = ContentType.objects.get_for_model(Page)
    now, page = timezone.now(), site.home
    workflow = Workflow.objects.create(name="Freigabe")
    state = WorkflowState.objects.create(
        content_type=kind,
        base_content_type=kind,
        object_id=page.pk,
        workflow=workflow,
        requested_by=person,
    )
    revision = page.save_revision()
    task = Task.objects.create(name="Prüfung", content_type=ContentType.objects.get_for_model(Task))
    TaskState.objects.create(
        workflow_state=state, revision=revision, task=task, status="approved", finished_by=person
    )
    APIToken.objects.create(user=person, name="Skript", key_hash="x", prefix="y")
    PageSubscription.objects.create(user=person, page=page, comment_notifications=True)
    EditingSession.objects.create(
        user=person, content_type=kind, object_id=str(page.pk), last_seen_at=now
    )
    upload = UploadedFile.objects.create(
        uploaded_by_user=person, file=ContentFile(b"x", name="halb.png"), for_content_type=kind
    )
    Comment.objects.create(
        page=page, user=UserFactory(), text="Gut.", contentpath="title", resolved_by=person
    )
    ImageFactory(title="Rampe", uploaded_by_user=person)
    found = {kind.key: [row["title"] for row in export.rows] for kind, export in listed(person)}
    assert found["reviews"] == ["Freigabe", "Prüfung"]
    assert found["comments"] == ["Gut."]
    assert found["media"] == ["Rampe"]
    assert found["admin-unfinished"][:3] == ["Skript", page.title, "1 Einträge"]
    assert len(found["admin-unfinished"]) == 4

    privacy.erase(person)
    left = {kind.key: [row["title"] for row in export.rows] for kind, export in listed(person)}
    assert left["admin-unfinished"] == []
    assert left["reviews"] == ["Freigabe", "Prüfung"]
    assert not upload.file.storage.exists(upload.file.name)


def listed(person):
    """The exports of what, title and date."""
    return [(kind, export) for kind, export in privacy.exports(person) if "what" in export.columns]


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "–"), ("", "–"), (True, "ja"), (False, "nein"), (0, "0"), ("a", "a")],
)
def test_values_are_readable(value, words):
    assert readable(value) == words


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) Safari/604", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Firefox/140", "Firefox, Android"),
        ("curl/8", "Unbekannter Browser"),
        ("", "Unbekannter Browser"),
    ],
)
def test_browsers_are_named_in_words(agent, words):
    assert device(agent) == words


def test_a_choice_is_exported_in_words_and_a_method_by_its_value(person):
    everybody = User.objects.filter(pk=person.pk)
    export = privacy.export_of(everybody, "language", "get_full_name", get_full_name="Name")
    assert export.rows == [{"language": "Deutsch", "get_full_name": ""}]
