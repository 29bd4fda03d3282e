"""The start page of culture."""

from pathlib import Path

from cms.core.demo import DemoSite, step
from cms.core.demo.content import read
from cms.core.demo.publishing import PageContent, add_page
from participation.culture.models import CultureIndexPage

FOLDER = Path(__file__).resolve().parents[1] / "demo_content"


@step(52, "Start page of culture")
def index(site: DemoSite) -> None:
    """In all languages, below the home page."""
    facts = {"project": site.pages["project-culture"]}
    content = PageContent(CultureIndexPage, read(FOLDER / "index.toml"), site, facts)
    add_page(content, site.pages["home"])
