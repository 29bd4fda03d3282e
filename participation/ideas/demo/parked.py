"""Parked ideas that resemble what the demo publishes."""

from wagtail.models import Page

from cms.core.demo import DemoSite, step
from participation.ideas.domain.parked import suggest_parked

OCCASIONS = ("news-solar-meters", "project-lockers")
"""Pages of which one is about money for a parked idea, and one about the same things."""


@step(98, "Parked ideas whose time may have come")
def suggestions(site: DemoSite) -> None:
    """As the job does that looks at each page that is published."""
    for key in OCCASIONS:
        suggest_parked(page=Page.objects.get(pk=site.pages[key].pk))
