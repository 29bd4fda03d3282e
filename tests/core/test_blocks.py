"""Blocks that decide something themselves."""

import pytest
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from cms.core.blocks import BodyBlock, ButtonBlock
from tests.factories.files import ImageFactory
from tests.factories.pages import ContentFactory
from tests.factories.site import translated


def button(**given):
    block = ButtonBlock()
    return block, block.to_python({"label": "Weiter", "style": "primary"} | given)


def test_a_button_needs_a_target(db):
    block, value = button()
    with pytest.raises(StructBlockValidationError):
        block.clean(value)


def test_a_button_has_one_target_only(site):
    block, value = button(page=site.projects.pk, url="https://example.org/")
    with pytest.raises(StructBlockValidationError):
        block.clean(value)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "kein Link", "data:text/html,x"])
def test_a_button_leads_to_a_web_address_only(db, address):
    block, value = button(url=address)
    with pytest.raises(StructBlockValidationError):
        block.clean(value)


def test_a_link_leads_to_its_page_or_address(site):
    assert button(page=site.projects.pk)[1].href == "/programm/projekte/"
    assert button(url="https://example.org/")[1].href == "https://example.org/"
    assert button()[1].href == ""


def test_a_link_on_an_english_page_leads_to_the_english_page(site, client):
    body = [("button", {"page": site.projects, "label": "Weiter", "style": "primary"})]
    page = translated(ContentFactory(parent=site.home, slug="x"), "en", slug="x", body=body)
    assert 'href="/en/programme/projects/"' in client.get(page.url).content.decode()


def test_a_link_to_a_deleted_page_leads_nowhere_and_breaks_nothing(site, client):
    gone = ContentFactory(parent=site.home)
    body = [("button", {"page": gone, "label": "Weiter", "style": "primary"})]
    page = ContentFactory(parent=site.home, body=body)
    gone.delete()
    assert client.get(page.url).status_code == 200


def test_plain_words_are_never_markup(site, client):
    body = [("heading", "<b>&</b>")]
    page = ContentFactory(parent=site.home, body=body, title="<i>Titel</i>", slug="x")
    shown = client.get(page.url).content.decode()
    assert "<i>Titel</i>" not in shown
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in shown


def test_a_page_shows_what_pictures_say(site, client):
    picture = {"image": {"image": ImageFactory().pk, "alt_text": "Ein Park", "decorative": False}}
    block = BodyBlock()
    body = block.to_python([{"type": "image", "value": picture | {"caption": "Im Mai"}}])
    page = ContentFactory(parent=site.home, body=body)
    shown = client.get(page.url).content.decode()
    assert 'alt="Ein Park"' in shown
    assert "Im Mai" in shown


def test_an_empty_heading_is_refused(db):
    block = BodyBlock()
    with pytest.raises(StreamBlockValidationError):
        block.clean(block.to_python([{"type": "heading", "value": ""}]))
