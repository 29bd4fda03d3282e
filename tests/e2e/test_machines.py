"""Machines through a real broker: what they say stands in an open page, what they are told comes
about, and editors make pages of both."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from cms.core.embedded import database, places
from cms.core.embedded.processes import end_with_parent
from tests.e2e.site import Site
from tests.e2e.streams import streamed_to
from tests.hardware.processes import Process
from tests.simulators import mosquitto

pytestmark = [pytest.mark.browser, pytest.mark.broker]
CONTAINER, TOPIC = "/live/geraete/glas-rathausallee/", "ngo/v1/bin/glas-rathausallee/state"
OVERVIEW = "SELECT id FROM wagtailcore_page WHERE url_path = '/startseite/live/'"
TRIES = 30

SignIn = Callable[..., Page]


@pytest.fixture(scope="module")
def broker(site: Site, tmp_path_factory) -> Iterator[mosquitto.Mosquitto]:
    """A broker with a bridge to the site."""
    with mosquitto.running(tmp_path_factory.mktemp("broker") / "mosquitto") as running:
        bridge = Process(running, site.database_url).start()
        yield running
        bridge.stop()


@pytest.fixture
def park(broker: mosquitto.Mosquitto) -> Iterator[None]:
    """The simulated machines, which do what they are told."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.simulators.devices"],
        cwd=places.ROOT,
        env=os.environ | {"MQTT_URL": broker.url},
        stdout=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )
    yield
    process.terminate()
    process.wait(30)


def test_what_is_published_stands_in_an_open_page(
    page: Page, site: Site, broker: mosquitto.Mosquitto
) -> None:
    with streamed_to(page, site):
        page.route("**/states/**", lambda route: route.abort())  # nothing but events
        page.goto(CONTAINER)
        expect(page.locator("[data-arrival=events]")).to_be_visible()
        words = ["mosquitto_pub", "-h", "127.0.0.1", "-p", str(broker.port), "-q", "1"]
        subprocess.run([*words, "-t", TOPIC, "-m", '{"fill_percent": 63.4}'], check=True)
        expect(page.locator(".live-value").first).to_have_text("63\N{NO-BREAK SPACE}%")


def test_a_compartment_is_opened_by_a_press_and_tells_what_came_of_it(
    sign_in: SignIn, site: Site, park: None
) -> None:
    operator = sign_in("technik")
    operator.goto("/admin/hardware/lockers/")
    row = operator.locator("section", has_text="Station am See").locator("tr", has_text="Fach 4")
    row.get_by_role("button").click()
    expect(operator.locator(".messages .success")).to_contain_text("Öffnen angefordert")
    for _try in range(TRIES):
        site.work()
        operator.goto("/admin/hardware/lockers/")
        if "Tür geschlossen" in row.inner_text():
            break
        operator.wait_for_timeout(1000)
    row.get_by_role("link").click()
    log = operator.locator("main")
    for step in ("An das Gerät gesendet", "Tür geöffnet", "Tür geschlossen"):
        expect(log).to_contain_text(step)


def test_an_editor_builds_a_status_page_of_live_values(
    page: Page, sign_in: SignIn, site: Site
) -> None:
    with database.connect(site.database_url) as connection:
        (parent,) = connection.execute(OVERVIEW).fetchone()
    editor = sign_in("freigabe")
    editor.goto(f"/admin/pages/add/hardware/statuspage/{parent}/")
    editor.locator("[name=title]").fill("Glas heute")
    editor.locator("[name=introduction]").fill("Wie voll die Container sind.")
    editor.locator(".c-sf-add-button").first.click()
    editor.locator("[role=option]", has_text="Live-Zahl").click()
    block = editor.locator("[data-streamfield-child]").last
    block.locator("[name$=label]").fill("Container, die bald voll sind")
    block.locator("[data-chooser-action-choose]").click()
    editor.locator(".modal-content a", has_text="Container Nord").click()
    block.locator("[name$=measure]").select_option("fill_percent")
    block.locator("[name$=limit]").fill("0")
    editor.locator("footer .w-dropdown__toggle").click()
    editor.locator("footer [name=action-publish]").click()
    told = editor.locator(".messages .success")
    expect(told).to_be_visible()
    page.goto("/live/glas-heute/")
    expect(page.locator("main")).to_contain_text("von 16")

    editor.goto(told.get_by_role("link").last.get_attribute("href").replace("/edit/", "/delete/"))
    editor.locator("main input[type=submit]").click()
    expect(editor.locator(".messages .success")).to_be_visible()
