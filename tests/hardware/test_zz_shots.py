"""Screenshots; not part of the suite."""
import os
from datetime import timedelta
import pytest
from django.utils import timezone
from django.urls import reverse
from hardware_bridge import models
from hardware_bridge.domain import bins, lights, lockers, tours, energy, commands
from tests.factories.park import *
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.site import site  # noqa

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
OUT = "/tmp/br-park/shots/"

@pytest.mark.django_db(transaction=True)
def test_shots(live_server, site, client):
    import random
    random.seed(3)
    user = UserFactory(admin=True)
    for perm in ():
        pass
    group = GroupFactory(name="Wertstoffinseln Mitte", slug="mitte")
    round_ = RoundFactory(group=group, weekdays=[0, 1, 2, 3, 4, 5, 6])
    for n in range(1, 15):
        level = random.choice([15, 35, 55, 72, 88, 96])
        d = container(n, group, place=random.choice(["Rathausallee 12", "Ulzburger Straße 4", "Am Stadtpark", "Ochsenzoller Straße 85"]))
        rate = random.uniform(3, 14)
        hours_of(d, "fill_percent", [max(0, level - rate * (300 - h) / 24) if level - rate*(300-h)/24 > 0 else (level + 60 - rate * (300 - h) / 24) % 90 for h in range(301)])
        if n != 5:
            says(d, fill_percent=float(level))
    bins.make_forecasts()
    lg = GroupFactory(name="Stadtpark, Hauptweg", slug="weg")
    LightPlanFactory(group=lg)
    project = permitted_project(site)
    for n in range(1, 7):
        one = light(n, lg, project, place="Hauptweg")
        says(one, on=n % 3 != 0, level_percent=60.0, power_w=23.4, motion=n == 2, fault=n == 6)
        hours_of(one, "power_w", [14] * 70)
    lg2 = GroupFactory(name="Stadtpark, Uferweg", slug="ufer")
    LightPlanFactory(group=lg2)
    light(20, lg2, permitted_project(site, "requested"))
    lights.keep_to_plans()
    energy.count_nights()
    lights.set_by_hand(group=lg, level_percent=80, until=timezone.now() + timedelta(hours=3), reason="Laternenumzug der Kita", by=user)
    st = station(1, compartments=4, name="Station Seeterrassen", place="Stadtpark, Seeterrassen")
    for n in range(1, 5):
        says(st, channel=n, door="open" if n == 2 else "closed", occupied=n == 3, fault=n == 4)
        models.Compartment.objects.filter(device=st, number=n).update(label=f"Fach {n}")
    boxes = list(st.compartments.all())
    c = lockers.open_for_maintenance(compartment=boxes[1], by=user)
    commands.advance(command=c, to="sent", origin="system")
    commands.advance(command=c, to="door_opened", origin="device")
    lockers.take_out_of_service(compartments=[boxes[3]], reason="Schloss klemmt, Ersatzteil bestellt")
    models.Alert.objects.create(device=st, channel=2, condition="door_long")
    tour = tours.propose_tour(round_=round_, day=timezone.localdate())
    first, second, *_ = tour.stops.all()
    from uuid import uuid4
    tours.report_stop(stop=first, report=tours.Report("emptied", uuid4()), by=user)
    tours.report_stop(stop=second, report=tours.Report("blocked", uuid4(), "Auto davor"), by=user)
    client.login(email=user.email, password=PASSWORD)
    pdf = client.get(reverse("depot:pdf", args=[tour.public_id])).content
    open(OUT + "tour.pdf", "wb").write(pdf)
    cookie = client.cookies["sessionid"].value
    pages = {
        "depot": "/live/depot/", "driver": tour.get_absolute_url(),
        "lockers": reverse("hardware_lockers"), "log": reverse("hardware_locker_log", args=[boxes[1].pk]),
        "lights": reverse("hardware_lights"), "byhand": reverse("hardware_set_light_group", args=[lg.pk]),
        "plan": reverse("hardware_plans:add"), "rounds": reverse("hardware_bins"),
        "collection": reverse("hardware_collection", args=[round_.pk]), "tours": reverse("hardware_tours"),
        "tour": reverse("hardware_tour", args=[tour.pk]), "round": reverse("hardware_rounds:edit", args=[round_.pk]),
    }
    from playwright.sync_api import sync_playwright
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for width in (320, 1280):
            ctx = b.new_context(viewport={"width": width, "height": 800}, locale="de-DE", base_url=live_server.url)
            ctx.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
            page = ctx.new_page()
            page.on("console", lambda m: print("CONSOLE", m.text))
            page.on("pageerror", lambda m: print("ERR", m))
            for name, url in pages.items():
                if os.environ.get("ONLY") and name not in os.environ["ONLY"].split(","):
                    continue
                r = page.goto(url)
                page.wait_for_timeout(300)
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                print(name, width, r.status, "overflow", over)
                page.screenshot(path=f"{OUT}{name}-{width}.png", full_page=True)
            if width == 320:
                page.goto(tour.get_absolute_url())
                page.wait_for_timeout(1500)
                ctx.set_offline(True)
                form = page.locator("[data-stop]").nth(2)
                form.locator("[name=note]").fill("Deckel lose")
                form.locator("button[value=damaged]").click()
                page.wait_for_timeout(300)
                page.screenshot(path=f"{OUT}offline-320.png", full_page=True)
                print("kept", page.evaluate("localStorage.length"), page.locator("[data-net]").inner_text())
                try:
                    page.reload()
                    print("offline reload:", page.locator("[data-stop]").count(), page.locator("[data-net]").inner_text())
                except Exception as e:
                    print("offline reload failed", str(e)[:200])
                ctx.set_offline(False)
                page.reload()
                page.wait_for_timeout(2500)
                print("after", page.evaluate("localStorage.length"), page.locator("[data-net]").inner_text() if page.locator("[data-net]").is_visible() else "-")
                print("stored", models.TourStop.objects.filter(result="damaged").values_list("note", "done_at"))
        b.close()
