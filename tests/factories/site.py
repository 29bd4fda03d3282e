"""A small site: a home page in every language and the programme's lists in German and English."""

from dataclasses import dataclass

import pytest
from django.core.cache import cache
from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core.models import SiteSettings
from cms.pages import models as pages
from cms.programme import models as programme
from tests import stages
from tests.factories.pages import EnquiryPageFactory, HomeFactory
from tests.factories.people import PASSWORD, UserFactory


@dataclass
class SmallSite:
    """The German pages that other pages hang below."""

    home: pages.HomePage
    programme: programme.ProgrammePage
    projects: programme.ProjectIndexPage
    groups: programme.WorkingGroupIndexPage
    tasks: programme.PermanentTaskIndexPage
    news: pages.NewsIndexPage
    events: pages.EventIndexPage
    contact: pages.EnquiryPage
    barrier: pages.EnquiryPage


def translated(page: Page, code: str = "en", **words: object) -> Page:
    """The page's live twin in another language, with its own words."""
    locale = Locale.objects.get(language_code=code)
    twin = page.copy_for_translation(locale, copy_parents=True)
    for name, value in ({"live": True} | words).items():
        setattr(twin, name, value)
    twin.save()
    return twin


def _below(parent: Page, model: type[Page], title: str, slug: str) -> Page:
    return parent.add_child(instance=model(title=title, slug=slug))


def _twin(parent: Page, page: Page, code: str, title: str, slug: str) -> Page:
    """A translation without the detour of copying, which takes three times as long."""
    return parent.add_child(
        instance=type(page)(
            title=title,
            slug=slug,
            introduction=page.introduction,
            translation_key=page.translation_key,
            locale=Locale.objects.get(language_code=code),
        )
    )


@pytest.fixture
def site(db: None) -> SmallSite:
    """A small site, as an editor would have laid it out."""
    cache.clear()  # Wagtail keeps there which page is whose home
    return stages.value("site")


def _build() -> None:
    with disable_reference_index_auto_update():
        root = Page.get_first_root_node()
        root.get_children().delete()
        root = Page.get_first_root_node()
        home = HomeFactory(parent=root)
        default, _created = Site.objects.update_or_create(
            hostname="localhost", port=80, defaults={"root_page": home, "is_default_site": True}
        )
        SiteSettings.objects.create(site=default, email="stadt@example.org")
        _fill(root, home)


def _fill(root: Page, home: Page) -> None:
    start = _below(home, programme.ProgrammePage, "Programm", "programm")
    projects = _below(start, programme.ProjectIndexPage, "Projekte", "projekte")
    _below(start, programme.WorkingGroupIndexPage, "Arbeitsgruppen", "arbeitsgruppen")
    _below(start, programme.PermanentTaskIndexPage, "Daueraufgaben", "daueraufgaben")
    _below(home, pages.NewsIndexPage, "Aktuelles", "aktuelles")
    _below(home, pages.EventIndexPage, "Termine", "termine")
    EnquiryPageFactory(parent=home, slug="kontakt")
    EnquiryPageFactory(parent=home, title="Barriere melden", slug="barriere-melden", kind="barrier")
    _twin(root, home, "de-simple", "Neues in Norderstedt", "start-de-simple")
    english_home = _twin(root, home, "en", "Space for ideas", "start-en")
    english = _twin(english_home, start, "en", "Programme", "programme")
    _twin(english, projects, "en", "Projects", "projects")


def _read() -> SmallSite:
    def the(model: type[Page], **facts: object) -> Page:
        return model.objects.get(locale__language_code="de", **facts)

    return SmallSite(
        home=the(pages.HomePage),
        programme=the(programme.ProgrammePage),
        projects=the(programme.ProjectIndexPage),
        groups=the(programme.WorkingGroupIndexPage),
        tasks=the(programme.PermanentTaskIndexPage),
        news=the(pages.NewsIndexPage),
        events=the(pages.EventIndexPage),
        contact=the(pages.EnquiryPage, kind="contact"),
        barrier=the(pages.EnquiryPage, kind="barrier"),
    )


stages.stage("site", build=_build, read=_read)


@pytest.fixture
def editor(client, db):
    """A browser in which an editor has signed in."""
    client.login(email=UserFactory(role="Editors").email, password=PASSWORD)
    return client


@pytest.fixture
def moderator(client, db):
    """A browser in which a moderator has signed in."""
    client.login(email=UserFactory(role="Moderators").email, password=PASSWORD)
    return client


@pytest.fixture
def admin(client, db):
    """A browser in which an administrator has signed in."""
    client.login(email=UserFactory(admin=True).email, password=PASSWORD)
    return client
