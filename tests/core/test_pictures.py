"""Stored pictures hold nothing that a camera has noted."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from PIL import Image, PngImagePlugin

from cms.core.models import CustomImage
from cms.core.pictures import without_notes
from cms.core.quirks import AVIF_SPEED
from tests.factories.files import ImageFactory, phone_photo, png, upload
from tests.factories.people import UserFactory


def opened(file) -> Image.Image:
    file.seek(0)
    return Image.open(file)


def test_an_editors_upload_is_stored_without_place_and_device(client, site):
    client.force_login(UserFactory(admin=True))
    client.post(
        reverse("wagtailimages:add"),
        {"title": "Foto", "description": "Ein Foto", "file": upload("foto.jpg", phone_photo(6))},
    )
    stored = CustomImage.objects.get(title="Foto")
    with stored.file.open() as file:
        assert not opened(file).getexif()
        assert opened(file).size == (20, 40)
    assert (stored.width, stored.height) == (20, 40)
    assert stored.file_size == stored.file.size


def test_several_uploads_at_once_are_stored_without_place_and_device(client, site):
    client.force_login(UserFactory(admin=True))
    client.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": upload("foto.jpg", phone_photo()), "title": "Foto"},
    )
    with CustomImage.objects.get(title="Foto").file.open() as file:
        assert not opened(file).getexif()


def test_a_picture_that_code_saves_is_stored_without_place_and_device(db):
    stored = ImageFactory(file=upload("foto.jpg", phone_photo(8)))
    with stored.file.open() as file:
        assert not opened(file).getexif()
    assert (stored.width, stored.height) == (20, 40)


def test_a_picture_without_notes_stays_as_it_is():
    file = upload("bild.png", png())
    assert without_notes(file) is file


def test_colours_stay_and_texts_of_a_picture_go():
    data, texts = BytesIO(), PngImagePlugin.PngInfo()
    texts.add_text("Author", "Erika Mustermann")
    Image.new("RGBA", (9, 9)).save(data, "PNG", pnginfo=texts, icc_profile=b"profile")
    plain = opened(without_notes(upload("bild.png", data.getvalue())))
    plain.load()
    assert plain.info["icc_profile"] == b"profile"
    assert not plain.text
    assert plain.mode == "RGBA"


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "HEIF", "GIF"])
def test_every_kind_of_picture_loses_its_notes(kind):
    data, notes = BytesIO(), Image.Exif()
    notes[0x010F] = "Telefonhersteller"
    extra = {"comment": b"bei mir zu Hause"} if kind == "GIF" else {"exif": notes}
    Image.new("RGB", (16, 16), "teal").save(data, kind, **extra)
    plain = opened(without_notes(upload(f"bild.{kind.lower()}", data.getvalue())))
    assert not plain.getexif()
    assert not plain.info.get("comment")
    assert plain.size == (16, 16)


def test_a_picture_that_ends_too_early_is_refused_in_words():
    with pytest.raises(ValidationError):
        without_notes(upload("foto.jpg", phone_photo()[:-200]))


def test_avif_pictures_are_written_at_the_speed_of_the_site():
    noise = Image.effect_noise((200, 150), 60).convert("RGB")

    def written(**options: int) -> bytes:
        noise.save(data := BytesIO(), "AVIF", quality=60, **options)
        return data.getvalue()

    assert written() == written(speed=AVIF_SPEED)
    assert written() != written(speed=6)
