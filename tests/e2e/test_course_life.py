"""One run through its whole life: three people book, wait, are offered a seat, come, and have
their certificates checked."""

import re

import pytest
from playwright.sync_api import Page, expect

from cms.core.embedded import database
from tests.e2e import accounts
from tests.e2e.accounts import mailed
from tests.e2e.conftest import OpenContext
from tests.e2e.crawl import NARROW, fits
from tests.e2e.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BOOKING = re.compile(r"(https?://\S+/kurse/buchung/\S+/)")
ERIKA, OTTO, IDA = (f"kursgast-{name}@example.org" for name in ("erika", "otto", "ida"))
TEACHER = "lehre"
MAKE = """
from datetime import time, timedelta
from django.utils import timezone
from cms.users.models import User
from participation.courses.domain import runs
from participation.courses.models import Course, Run
teacher = User.objects.get(email="lehre@example.org")
course = Course.objects.public().filter(
    attendance_percent__gt=0, provider__members__user=teacher).first()
run = Run.objects.create(course=course, maximum=2, minimum=1, room="Saal 1", address="Weg 1")
run.teachers.add(teacher)
first = timezone.localdate() + timedelta(days=20)
runs.plan_sessions(run=run, first=first, begins=time(18), ends=time(20))
runs.open_run(run=run)
print(f"run={run.pk}")
"""
# The days until the course pass in the database: its date begins an hour ago, or ended one ago.
SHIFT = """
UPDATE courses_session SET starts_at = now() - %(hours)s * interval '1 hour',
    ends_at = now() - (%(hours)s - 2) * interval '1 hour' WHERE run_id = %(run)s;
"""
FOLLOW = """
UPDATE courses_run SET starts_at = session.starts_at, ends_at = session.ends_at
FROM courses_session session WHERE session.run_id = courses_run.id AND courses_run.id = %(run)s
"""


def test_a_run_goes_from_the_first_booking_to_a_certificate_that_is_checked(
    open_context: OpenContext, site: Site
) -> None:
    made = site.manage("shell", "-v", "0", "-c", MAKE)
    run = int(re.search(r"run=(\d+)", made)[1])
    pages: dict[str, Page] = {}
    for email, name in ((ERIKA, "Erika Muster"), (OTTO, "Otto Muster"), (IDA, "Ida Muster")):
        pages[email] = open_context(viewport=NARROW, has_touch=True).new_page()
        book(pages[email], run, name, email)
        confirm(pages[email], site, email)

    expect(pages[OTTO].locator("main")).to_contain_text("Ihre Buchung ist sicher")
    expect(pages[IDA].locator("main")).to_contain_text("Ihr Platz auf der Warteliste: 1")

    cancel(pages[OTTO])
    pages[IDA].goto(mailed(site, IDA, BOOKING))
    pages[IDA].get_by_role("button", name="Ja, ich möchte sie").click()
    expect(pages[IDA].locator("main")).to_contain_text("Ihre Buchung ist sicher")

    pass_time(site, run, hours=1)
    teacher = open_context(viewport=NARROW, has_touch=True).new_page()
    accounts.sign_in(teacher, TEACHER)
    check_in(teacher, pages[ERIKA])
    tick(teacher, run)

    pass_time(site, run, hours=3)
    teacher.goto(f"/kurse/leitung/{run}/")
    teacher.get_by_role("button", name="Bescheinigungen jetzt ausstellen").click()
    expect(teacher.locator("main")).to_contain_text("1 ausgestellt")

    the_certificate_is_checked(pages[ERIKA], open_context().new_page())
    pages[IDA].reload()
    expect(pages[IDA].get_by_role("heading", name="Bescheinigungen")).to_have_count(0)


def book(page: Page, run: int, name: str, email: str) -> None:
    """As anybody does, without an account."""
    page.goto(f"/kurse/termin/{run}/")
    fits(page)
    page.locator("[name=name_1]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("[name=consent]").check()
    # Forms refuse what is sent within two seconds after they were opened.
    page.wait_for_timeout(2100)
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(email)


def confirm(page: Page, site: Site, email: str) -> None:
    """By the link of the mail."""
    page.goto(mailed(site, email, BOOKING))
    page.get_by_role("button", name="Bestätigen").click()
    fits(page)


def cancel(page: Page) -> None:
    """By the guest's own page."""
    page.get_by_text("Buchung stornieren").click()
    page.get_by_role("button", name="Jetzt stornieren").click()
    expect(page.locator("main")).to_contain_text("Ihre Buchung ist storniert. Danke")


def pass_time(site: Site, run: int, *, hours: int) -> None:
    """The only date of the run began so many hours ago, and takes two."""
    with database.connect(site.database_url) as connection:
        for statement in (SHIFT, FOLLOW):
            connection.execute(statement, {"hours": hours, "run": run})


def check_in(teacher: Page, guest: Page) -> None:
    """The teacher's telephone opens what the guest's code holds."""
    guest.get_by_role("link", name="Ihre Codes für den Eingang").click()
    fits(guest)
    code = guest.locator(".door-code img").get_attribute("src") or ""
    key = re.search(r"code/([\w-]+)\.svg", code)[1]
    assert guest.request.get(code).ok
    teacher.goto(f"/kurse/einlass/{key}/")
    fits(teacher)
    teacher.get_by_role("button", name="Ist da").click()
    expect(teacher.locator("main")).to_contain_text("Vermerkt: ist da.")
    guest.go_back()


def tick(teacher: Page, run: int) -> None:
    """Whoever has no code is ticked off on the list; who was checked in is ticked already."""
    teacher.goto(f"/kurse/leitung/{run}/")
    fits(teacher)
    teacher.locator("a[href^='/kurse/leitung/'] time").first.click()
    fits(teacher)
    erika = teacher.get_by_role("group", name="Erika Muster")
    expect(erika.get_by_role("radio", name="Da", exact=True)).to_be_checked()
    ida = teacher.get_by_role("group", name="Ida Muster")
    ida.get_by_role("radio", name="Nicht da").check()
    teacher.get_by_role("button", name="Liste speichern").click()
    expect(ida.get_by_role("radio", name="Nicht da")).to_be_checked()


def the_certificate_is_checked(guest: Page, employer: Page) -> None:
    """The guest has a PDF; whoever scans its code reads that it holds, and no name."""
    guest.reload()
    paper = guest.get_by_role("link", name="Erika Muster")
    assert guest.request.get(paper.get_attribute("href") or "").body().startswith(b"%PDF")
    address = guest.get_by_role("link", name="Seite zum Prüfen").get_attribute("href") or ""
    employer.goto(address)
    expect(employer.locator("h1")).to_have_text("Diese Bescheinigung ist gültig")
    expect(employer.locator("body")).not_to_contain_text("Erika")
