"""The demo's home, content, news, events, forms and menus."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from wagtail.models import Page, Site

from cms.core.demo import DemoSite, step
from cms.core.demo.content import moment, read, read_all, words
from cms.core.demo.publishing import PageContent, add_page
from cms.core.models import Menu, SearchPage
from cms.pages import models

FOLDER = Path(__file__).parent / "demo_content"
BELOW_PROGRAMME = ("evaluation",)
CONTENT_PAGES = (
    "participate",
    "about",
    "evaluation",
    "smart-city",
    "accessibility-help",
    "imprint",
    "privacy",
    "accessibility",
)


@step(10, "Home page")
def home(site: DemoSite) -> None:
    """The home page takes the place of the page that Wagtail's first migration made."""
    root = Page.get_first_root_node()
    welcome = list(root.get_children())
    page = add_page(PageContent(models.HomePage, read(FOLDER / "home.toml"), site), root)
    Site.objects.filter(is_default_site=True).update(root_page=page)
    for old in welcome:
        old.delete()
    root.refresh_from_db()


@step(60, "Content, news, events and forms")
def pages(site: DemoSite) -> None:
    """Everything below the home page that is not the programme."""
    for name in CONTENT_PAGES:
        _add(site, models.ContentPage, read(FOLDER / f"{name}.toml"), "home")
    _add(site, SearchPage, read(FOLDER / "search.toml"), "home")
    for name in ("contact", "barrier"):
        data = read(FOLDER / f"{name}.toml")
        _add(site, models.EnquiryPage, data, "home", kind=data["facts"]["kind"])
    _add(site, models.NewsIndexPage, read(FOLDER / "news.toml"), "home")
    for data in read_all(FOLDER / "news"):
        facts = data["facts"]
        picture = site.images.get(facts.get("image", ""))
        _add(site, models.NewsPage, data, "news", date=facts["date"], picture=picture)
    _add(site, models.EventIndexPage, read(FOLDER / "events.toml"), "home")
    for data in read_all(FOLDER / "events"):
        _add(site, models.EventPage, data, "events", **_event_facts(site, data["facts"]))


def _add(site: DemoSite, model: Any, data: dict[str, Any], parent: str, **facts: Any) -> None:
    add_page(PageContent(model, data, site, facts=facts), site.pages[parent])


def _event_facts(site: DemoSite, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "start": moment(facts["start"]),
        "end": moment(facts["end"]),
        "all_day": facts.get("all_day", False),
        "online_url": facts.get("online_url", ""),
        "address": facts.get("address", ""),
        "free": facts.get("free", False),
        "picture": site.images.get(facts.get("image", "")),
    }


@step(90, "Menus")
def menus(site: DemoSite) -> None:
    """Main menu and footer of every language, with the pages that exist in it."""
    data = read(FOLDER / "menus.toml")
    original = None
    for code in ("de", "en", "de-simple"):
        menu = Menu(locale=site.locales[code])
        if original:
            menu.translation_key = original.translation_key
        menu.claim = words(data["claim"], code)
        menu.main = [entry for item in data["main"] if (entry := _entry(site, item, code))]
        menu.footer = [_column(site, item, code) for item in data["footer"]]
        menu.save()
        original = original or menu


def _entry(site: DemoSite, item: dict[str, Any], code: str) -> tuple[str, dict] | None:
    page = _twin(site, item["page"], code)
    if page is None:
        return None
    children = [twin for key in item["children"] if (twin := _twin(site, key, code))]
    return "entry", {"page": page, "children": children}


def _column(site: DemoSite, item: dict[str, Any], code: str) -> tuple[str, dict]:
    pages = [twin for key in item["pages"] if (twin := _twin(site, key, code))]
    return "column", {"heading": words(item["heading"], code), "pages": pages}


def _twin(site: DemoSite, key: str, code: str) -> Page | None:
    try:
        return site.pages[key].get_translation(site.locales[code])
    except ObjectDoesNotExist:
        return None
