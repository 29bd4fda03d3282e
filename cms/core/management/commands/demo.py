"""Load the demo content once; a second call finds it and changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.core import demo
from cms.core.models import SiteSettings


class Command(BaseCommand):
    """``manage.py demo``."""

    help = "Loads the demo content unless the site already has settings of its own."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything in one transaction, naming each part."""
        if SiteSettings.objects.exists():
            self.stdout.write("The site already has content.")
            return
        demo.load(lambda title: self.stdout.write(f"  {title} …"))
