"""The start page of the courses."""

from pathlib import Path

from cms.core.demo import DemoSite, step
from cms.core.demo.content import read
from cms.core.demo.publishing import PageContent, add_page
from participation.courses.models import CourseIndexPage

FOLDER = Path(__file__).resolve().parents[1] / "demo_content"


@step(52, "Start page of the courses")
def index(site: DemoSite) -> None:
    """In all languages, below the home page."""
    facts = {"project": site.pages["project-learning"]}
    content = PageContent(CourseIndexPage, read(FOLDER / "index.toml"), site, facts)
    add_page(content, site.pages["home"])
