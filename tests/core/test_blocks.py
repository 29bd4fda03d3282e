"""Blocks that decide something themselves."""

import pytest
from django.utils.translation import override
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from cms.core.blocks import BodyBlock, ButtonBlock
from cms.core.blocks.links import find_targets
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
    links = [
        button(**target)[1]
        for target in ({"page": site.projects.pk}, {"url": "https://example.org/"}, {})
    ]
    find_targets(links)
    assert [link.target and link.target.href for link in links] == [
        "/programm/projekte/", "https://example.org/", None,
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 30])
def test_the_targets_of_all_links_cost_one_query(site, assert_query_count, number):
    links = [button(page=site.projects.pk)[1] for _link in range(number)]
    assert [link["page"].url for link in links]
    with assert_query_count(1):
        find_targets(links)


def ways_to(page) -> list:
    """A body with a button and a card that lead to a page."""
    card = {"title": "Titel", "text": "Text", "pictogram": "", "page": page, "label": "Mehr"}
    return [
        ("button", {"page": page, "label": "Weiter", "style": "primary"}),
        ("cards", {"title": "", "items": [card]}),
    ]


def test_a_link_on_an_english_page_leads_to_the_english_page(site, client):
    body = ways_to(site.projects)
    page = translated(ContentFactory(parent=site.home, slug="x"), "en", slug="x", body=body)
    shown = client.get(page.url).content.decode()
    assert shown.count('href="/en/programme/projects/"') == 2
    assert "(English)" not in shown


@pytest.mark.parametrize("draft", [False, True])
def test_a_link_says_that_it_leads_to_a_page_in_german(site, client, draft):
    if draft:
        translated(site.contact, "en", slug="contact", live=False)
    body = ways_to(site.contact)
    page = translated(ContentFactory(parent=site.home, slug="x"), "en", slug="x", body=body)
    shown = " ".join(client.get(page.url).content.decode().split())
    assert shown.count('href="/kontakt/" hreflang="de"') == 2
    assert shown.count('<span lang="de">(Deutsch)</span>') == 2


@pytest.mark.parametrize("end", ["delete", "unpublish"])
def test_a_link_to_a_page_that_is_gone_is_left_out(site, client, end):
    gone = ContentFactory(parent=site.home, slug="weg")
    page = ContentFactory(parent=site.home, body=ways_to(gone))
    getattr(gone, end)()
    answer = client.get(page.url)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Titel" in shown
    for trace in ('href=""', "/weg/", "Weiter", "Mehr"):
        assert trace not in shown


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


def test_the_form_of_a_picture_speaks_german_throughout():
    with override("de"):
        picture = BodyBlock().child_blocks["image"].child_blocks["image"]
        assert [str(each.label) for each in picture.child_blocks.values()] == [
            "Bild",
            "Bild ist dekorativ",
            "Alternativtext",
        ]
