"""``python -m tests.benchmarks.course_figures``: which pages of a stock of courses are measured."""

import json
import sys

import django

django.setup()

from django.urls import reverse  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from cms.core.models import Place  # noqa: E402
from participation.courses.models import Course  # noqa: E402

FILTERS = "level=3&weekday=2&seats=free&wheelchair=on"


def paths() -> dict[str, str]:
    """Addresses of the measured pages, by their name."""
    place = Place.objects.order_by("pk").values_list("slug", flat=True)[0]
    newest = Course.objects.public().order_by("-pk")[0]
    today = timezone.localdate()
    chosen = f"?{FILTERS}&place={place}&since={today.isoformat()}"
    start = reverse("courses:month").removesuffix("monate/")
    return {
        "course list": start,
        "course list, filtered": f"{start}{chosen}",
        "course month": reverse("courses:month"),
        "course month, filtered": f"{reverse('courses:month')}{chosen}",
        "course map": reverse("courses:map"),
        "course": newest.get_absolute_url(),
        "course calendar": f"{start}kalender.ics?topic=data",
    }


if __name__ == "__main__":
    with translation.override("de"):
        json.dump(paths(), sys.stdout)
