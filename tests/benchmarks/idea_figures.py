"""``python -m tests.benchmarks.idea_figures``: what no load can tell about ideas, as JSON.

Which pages of a stock are measured; milliseconds that the search for similar ideas takes in the
database, the median over words as they are typed; MiB that the process grows by while all ideas are
exported.
"""

import json
import re
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import translation  # noqa: E402

from cms.core.models import Place  # noqa: E402
from participation.ideas import exports  # noqa: E402
from participation.ideas.models import Idea  # noqa: E402
from participation.ideas.queries.similar import similar  # noqa: E402

TYPED = (
    ("Mehr Sitz", ""),
    ("Mehr Sitzbänke am Stadtpark", ""),
    ("Beleuchtung", ""),
    ("Beleuchtung und Radweg für den Schulweg", ""),
    ("Schließfächer", "Mit der Schule und den Vereinen ließe sich das gemeinsam machen."),
    ("Trinkbrunnen am Wochenmarkt", "Viele Menschen gehen hier jeden Tag entlang."),
    ("Ladesäulen für Lastenräder", "Bisher muss man dafür mit dem Auto fahren."),
)
ROUNDS = 5
DISCUSSED = 30


def paths() -> dict[str, str]:
    """Addresses of the measured pages, by their name."""
    start = reverse("ideas:submit").removesuffix("einreichen/")
    place = Place.objects.order_by("pk").values_list("slug", flat=True)[0]
    public = Idea.objects.public()
    talked_about = public.filter(comments_count__lte=DISCUSSED).order_by("-comments_count", "pk")[0]
    told = public.filter(became__isnull=False).order_by("pk")[0]
    return {
        "idea list": start,
        "idea list, filtered": f"{start}?stage=collection&place={place}",
        "idea list, searched": f"{start}?q=Beleuchtung",
        "idea": talked_about.get_absolute_url(),
        "idea that became a project": told.get_absolute_url(),
        "similar ideas": f"{reverse('ideas:similar')}?title=Beleuchtung+am+Radweg",
        "file": reverse("ideas:open_data", args=["csv"]),
    }


def similar_milliseconds() -> float:
    """What the slowest query of each search takes; the way to the database and back included."""
    taken: list[float] = []

    def timed(execute: Any, sql: str, params: Any, many: bool, context: dict) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            taken.append(1000 * (time.perf_counter() - start))

    slowest = []
    for title, text in TYPED * ROUNDS:
        taken.clear()
        with connection.execute_wrapper(timed):
            similar(title=title, text=text, language="de")
        slowest.append(max(taken))
    return median(slowest)


def export_mebibytes() -> float:
    """How much the most memory of the process during the export is above that before it."""
    Path("/proc/self/clear_refs").write_text("5")  # forgets the most there was so far, man 5 proc
    before = _status("VmRSS")
    for _part in exports.as_csv(exports.public_rows()):
        pass
    return (_status("VmHWM") - before) / 1024


def _status(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    with translation.override("de"):
        figures = {
            "paths": paths(),
            "similar_ms": similar_milliseconds(),
            "export_mib": export_mebibytes(),
        }
    json.dump(figures, sys.stdout)
