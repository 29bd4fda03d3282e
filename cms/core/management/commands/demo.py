"""Load the demo content once; a second call finds it and changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core import demo


class Command(BaseCommand):
    """``manage.py demo``."""

    help = "Loads the demo content unless the site already has pages of its own."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything in one transaction, naming each part. CommandError in production."""
        if not settings.DEMO:
            raise CommandError("The demo's passwords are public: it is not loaded in production.")
        if demo.has_content():
            self.stdout.write("The site already has content.")
            return
        demo.load(lambda title: self.stdout.write(f"  {title} …"))
