"""The pages about live values: their start before all pages are published, the others after the
devices are there, which their blocks show."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from cms.core.demo import DemoSite, step
from cms.core.demo.content import read, read_all
from cms.core.demo.publishing import PageContent, add_page, publish_pages
from hardware_bridge.models import Device, DeviceGroup, LiveOverviewPage, StatusPage

FOLDER = Path(__file__).resolve().parents[1] / "demo_content" / "live"
CHOOSERS = {"device": Device, "group": DeviceGroup}


@step(52, "Start page of the live values")
def overview(site: DemoSite) -> None:
    """In all languages, below the home page."""
    add_page(PageContent(LiveOverviewPage, read(FOLDER / "index.toml"), site), site.pages["home"])


@step(115, "Pages of live values")
def status_pages(site: DemoSite) -> None:
    """In all languages, below the start page; published at once."""
    own = replace(site, drafts=[])
    for data in read_all(FOLDER / "pages"):
        add_page(PageContent(StatusPage, _chosen(data), own), site.pages["live"])
    publish_pages(own)


def _chosen(data: dict[str, Any]) -> dict[str, Any]:
    """The content with devices and groups in place of their names.

    Blocks about those that are not there are left out, so that a city can load it without.
    """
    found = {
        name: dict(model.objects.values_list("slug", "pk"))  # type: ignore[attr-defined]
        for name, model in CHOOSERS.items()
    }

    def known(block: dict[str, Any]) -> bool:
        return all(block[name] in found[name] for name in CHOOSERS if name in block)

    def filled(block: dict[str, Any]) -> dict[str, Any]:
        return block | {name: found[name][block[name]] for name in CHOOSERS if name in block}

    return {
        key: value | {"body": [filled(block) for block in value["body"] if known(block)]}
        if isinstance(value, dict) and "body" in value
        else value
        for key, value in data.items()
    }
