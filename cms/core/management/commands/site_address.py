"""Give Wagtail's default site the address of ``BASE_URL``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.core.sites import keep_address


class Command(BaseCommand):
    """``manage.py site_address``: part of every installation, after ``migrate``."""

    help = "Gives the default site the host and port of BASE_URL."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say the address. CommandError where there is no default site."""
        site = keep_address()
        if site is None:
            raise CommandError("There is no default site: make one in the admin under Settings.")
        self.stdout.write(f"The site's address is {site.root_url}.")
