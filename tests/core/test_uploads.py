"""What may be uploaded is decided by content."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Collection

from cms.core import uploads
from cms.core.models import CustomDocument, CustomImage
from tests.factories import files
from tests.factories.files import ImageFactory, upload

pytestmark = pytest.mark.django_db


def archive(*members: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as zipped:
        for member in members:
            zipped.writestr(member, "content")
    return data.getvalue()


LIES = [
    ("rechnung.pdf", files.EXE),
    ("rechnung.pdf", b"just text"),
    ("notiz.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
    ("notiz.txt", b"  <HTML><body>hello"),
    ("notiz.txt", files.SVG),
    ("notiz.txt", files.PDF),
    ("liste.csv", b"a;b\x00c"),
    ("brief.docx", archive("payload.bin")),
    ("brief.docx", b"not even an archive"),
    ("tabelle.xlsx", archive("word/document.xml")),
    ("archiv.zip", b"PK but no more"),
    ("ohne-endung", files.PDF),
    ("leer.pdf", b""),
]
TRUTHS = [
    ("bericht.pdf", files.PDF),
    ("BERICHT.PDF", files.PDF),
    ("notiz.txt", "Grüße aus Norderstedt".encode()),
    ("liste.csv", b"year;cents\n2026;1000\n"),
    ("termine.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    ("brief.docx", archive("[Content_Types].xml", "word/document.xml")),
    ("blatt.ods", archive("mimetype", "content.xml")),
    ("archiv.zip", archive("anything.txt")),
]


@pytest.mark.parametrize(("name", "content"), LIES)
def test_a_document_that_lies_about_its_type_is_refused(name, content):
    with pytest.raises(ValidationError) as refusal:
        uploads.validate_document(upload(name, content))
    assert refusal.value.params == {"ending": Path(name).suffix[1:]}


@pytest.mark.parametrize(("name", "content"), TRUTHS)
def test_an_honest_document_is_taken(name, content):
    uploads.validate_document(upload(name, content))


def test_a_document_above_the_limit_is_refused(settings):
    settings.DOCUMENT_MAX_UPLOAD_SIZE = 1024 * 1024
    with pytest.raises(ValidationError) as refusal:
        uploads.validate_document(upload("bericht.pdf", files.PDF + b"0" * 1024 * 1024))
    assert refusal.value.params == {"limit": 1}


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (12_001, 1), (10_000, 10_000)])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(width, height):
    with pytest.raises(ValidationError) as refusal:
        uploads.validate_picture(upload("riesig.png", files.png_header(width, height)))
    assert refusal.value.params == {"side": 12_000, "pixels": 50}


@pytest.mark.parametrize("content", [files.SVG, files.EXE, b"", files.png()[:20]])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError):
        uploads.validate_picture(upload("bild.png", content))


def test_a_checked_file_can_be_read_from_its_start():
    picture, document = upload("bild.png", files.png()), upload("papier.pdf", files.PDF)
    uploads.validate_picture(picture)
    uploads.validate_document(document)
    assert (picture.tell(), document.tell()) == (0, 0)


class TestInTheAdmin:
    """The same, through the views that editors use."""

    @staticmethod
    def send(browser, kind, name, content):
        fields = {"title": "Ein Titel", "collection": Collection.get_first_root_node().pk}
        return browser.post(f"/admin/{kind}/add/", fields | {"file": upload(name, content)})

    @staticmethod
    def send_several(browser, kind, name, content):
        sent = {"title": name, "files[]": upload(name, content)}
        return browser.post(
            f"/admin/{kind}/multiple/add/", sent, headers={"X-Requested-With": "XMLHttpRequest"}
        )

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("riesig.png", files.png_header(20_000, 20_000)),
            ("bild.svg", files.SVG),
            ("bild.png", files.SVG),
            ("bild.png", files.EXE),
            ("bild.jpg", files.png()),
        ],
    )
    def test_a_bad_picture_gets_a_message_and_is_not_kept(self, editor, name, content):
        answer = self.send(editor, "images", name, content)
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"]
        several = self.send_several(editor, "images", name, content).json()
        assert several["success"] is False
        assert several["error_message"]
        assert not CustomImage.objects.exists()

    def test_a_picture_that_is_too_large_in_bytes_gets_a_message(self, editor):
        padded = files.png() + b"\x00" * (15 * 1024 * 1024)
        answer = self.send(editor, "images", "gross.png", padded)
        assert "file" in answer.context["form"].errors

    def test_a_good_picture_is_kept(self, editor):
        self.send(editor, "images", "bild.png", files.png())
        assert CustomImage.objects.get().width == 8

    @pytest.mark.parametrize(("name", "content"), [LIES[0], LIES[2], LIES[7], ("a.exe", files.EXE)])
    def test_a_lying_document_gets_a_message_and_is_not_kept(self, editor, name, content):
        answer = self.send(editor, "documents", name, content)
        assert answer.status_code == 200
        assert answer.context["form"].errors
        several = self.send_several(editor, "documents", name, content).json()
        assert several["success"] is False
        assert not CustomDocument.objects.exists()

    def test_a_good_document_is_kept_and_served_as_a_download(self, editor, client):
        self.send(editor, "documents", "papier.pdf", files.PDF)
        document = CustomDocument.objects.get()
        client.logout()
        answer = client.get(document.url)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content) == files.PDF


def test_a_rendition_and_a_document_say_what_they_are():
    rendition = ImageFactory(title="Park").get_rendition("width-20")
    assert str(rendition) == "Park (width-20)"


def test_an_archive_with_a_crafted_name_is_refused_in_words():
    crafted = bytearray(archive("word/document.xml"))
    # Flag 11 says that names are UTF-8; 0xFF is none.
    crafted = crafted.replace(b"word/document.xml", b"word/docum\xff\xff\xff.xml")
    position = crafted.rfind(b"PK\x01\x02")
    crafted[position + 9] |= 0x08
    with pytest.raises(ValidationError):
        uploads.validate_document(upload("a.docx", bytes(crafted)))
