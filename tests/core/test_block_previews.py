"""Editors see what a block looks like before they choose it."""

import pytest
from django.urls import reverse
from wagtail.blocks import Block, StreamBlock

from cms.core.blocks import BodyBlock, ButtonBlock
from tests.factories.files import ImageFactory
from tests.factories.people import UserFactory

BODY = BodyBlock().child_blocks


@pytest.fixture
def editor(client, db):
    client.force_login(UserFactory(role="Editors"))
    return client


def preview(editor, block: Block):
    """What the block picker shows of a block."""
    return editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})


def known(wanted) -> list[Block]:
    return [block for block in Block.definition_registry.values() if wanted(block)]


@pytest.mark.parametrize("name", BODY)
def test_every_block_of_a_body_has_a_preview(editor, name):
    assert BODY[name].is_previewable
    answer = preview(editor, BODY[name])
    assert answer.status_code == 200
    words = answer.content.decode().split("<main", 1)[1].split(">", 2)[2].strip()
    assert len(words) > 60


def test_every_block_of_ours_previews_without_an_error(editor):
    ours = known(lambda block: type(block).__module__.startswith("cms."))
    assert len(ours) > len(BODY)
    for block in ours:
        if not isinstance(block, StreamBlock):
            assert preview(editor, block).status_code == 200, block


def test_the_previews_of_pictures_show_the_newest_of_the_library(editor):
    for name in ("Ältestes", "Altes", "Neues", "Neuestes"):
        ImageFactory(title=name)
    shown = preview(editor, BODY["gallery"]).content.decode()
    assert shown.count("<picture>") == 3
    assert preview(editor, BODY["image"]).content.decode().count("<picture>") == 1


def test_an_empty_library_still_gives_a_preview_with_captions(editor):
    shown = preview(editor, BODY["gallery"]).content.decode()
    assert "<picture>" not in shown
    assert shown.count("<figcaption>") == 3


def test_the_previews_of_downloads_name_kind_and_size(editor):
    shown = preview(editor, BODY["downloads"]).content.decode()
    assert "PDF, 240 kB" in shown


def test_a_block_that_is_not_known_has_no_preview(editor):
    assert editor.get(reverse("wagtailadmin_block_preview"), {"id": "x"}).status_code == 404


def test_the_button_of_the_home_page_has_a_preview(editor):
    buttons = known(lambda block: isinstance(block, ButtonBlock))
    assert all("Mitmachen" in preview(editor, block).content.decode() for block in buttons)
