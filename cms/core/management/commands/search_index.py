"""Build the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.core.search.index import rebuild


class Command(BaseCommand):
    """Needed once after an import past the site's own ways; publishing keeps the index itself."""

    help = "Build the search index anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and tell how many entries there are."""
        count = rebuild(report=lambda key: self.stdout.write(f"  {key} …"))
        self.stdout.write(f"{count} entries can be found.")
