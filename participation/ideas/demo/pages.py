"""The start page of the ideas."""

from pathlib import Path

from cms.core.demo import DemoSite, step
from cms.core.demo.content import read
from cms.core.demo.publishing import PageContent, add_page
from participation.ideas.models import IdeaIndexPage

FOLDER = Path(__file__).resolve().parents[1] / "demo_content"


@step(50, "Start page of the ideas")
def index(site: DemoSite) -> None:
    """In all languages, below the home page."""
    content = PageContent(IdeaIndexPage, read(FOLDER / "index.toml"), site)
    add_page(content, site.pages["home"])
