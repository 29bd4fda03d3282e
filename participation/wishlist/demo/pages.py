"""The start page of the wish list."""

from pathlib import Path

from cms.core.demo import DemoSite, step
from cms.core.demo.content import read
from cms.core.demo.publishing import PageContent, add_page
from participation.wishlist.models import WishIndexPage

FOLDER = Path(__file__).resolve().parents[1] / "demo_content"


@step(51, "Start page of the wish list")
def index(site: DemoSite) -> None:
    """In all languages, below the home page."""
    facts = {"project": site.pages["project-wishlist"]}
    content = PageContent(WishIndexPage, read(FOLDER / "index.toml"), site, facts)
    add_page(content, site.pages["home"])
