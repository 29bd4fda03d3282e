"""``python -m tests.benchmarks.many 500``: projects like the demo's, up to a number."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from cms.core.imports import at_once  # noqa: E402
from cms.programme.models import (  # noqa: E402
    Milestone,
    ProjectCarrier,
    ProjectIndexPage,
    ProjectPage,
)

COPIED = ("introduction", "stage", "kind", "pictogram", "picture", "working_group", "lead", "body")


def fill(number: int) -> None:
    """Add copies of the German projects until there are `number` of them, searchable like them."""
    patterns = list(ProjectPage.objects.filter(locale__language_code="de").order_by("order"))
    index = ProjectIndexPage.objects.get(locale__language_code="de")
    with transaction.atomic(), at_once():
        for place in range(len(patterns), number):
            _add(index, patterns[place % len(patterns)], place)
            index.refresh_from_db()


def _add(index: ProjectIndexPage, pattern: ProjectPage, place: int) -> None:
    values = {name: getattr(pattern, name) for name in COPIED}
    page = ProjectPage(
        title=f"{pattern.title} {place}", slug=f"projekt-{place}", order=100 + place, **values
    )
    page.kind = "project"
    index.add_child(instance=page)
    for link in pattern.carrier_links.all():
        ProjectCarrier.objects.create(page=page, carrier=link.carrier)
    for milestone in pattern.milestones.all():
        Milestone.objects.create(
            page=page,
            locale=page.locale,
            title=milestone.title,
            planned_year=milestone.planned_year,
            planned_quarter=milestone.planned_quarter,
        )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
