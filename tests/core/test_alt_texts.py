"""A picture is described in the reader's language."""

import pytest
from django.utils import translation

from tests.factories.files import ImageFactory


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "Ein Schließfach"), ("en", "A locker"), ("de-simple", "Ein Schließ-Fach")],
)
def test_the_description_is_the_alternative_text(db, language, text):
    image = ImageFactory(
        description="Ein Schließfach",
        description_en="A locker",
        description_simple="Ein Schließ-Fach",
    )
    with translation.override(language):
        assert image.default_alt_text == text
        assert image.get_rendition("width-4").alt == text


def test_without_a_translation_the_german_description_stands_in(db):
    image = ImageFactory(description="Ein Schließfach")
    with translation.override("en"):
        assert image.default_alt_text == "Ein Schließfach"
