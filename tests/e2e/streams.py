"""The process of event streams beside the browser's site, which has none of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route

from tests.e2e.site import Site
from tests.hardware.streams import streaming

STREAM = "**/live/stream/**"


@contextmanager
def streamed_to(page: Page, site: Site) -> Iterator[None]:
    """Lead the page's event stream there, as a proxy does."""
    with streaming(database=site.database_url) as streams:

        def lead(route: Route) -> None:
            route.continue_(url=route.request.url.replace(site.address, streams.address))

        page.route(STREAM, lead)
        yield
