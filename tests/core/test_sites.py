"""The site's address is the public one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

from cms.core.sites import keep_address


@pytest.mark.parametrize(
    ("base_url", "root_url"),
    [
        ("https://go.example.org", "https://go.example.org"),
        ("http://127.0.0.1:8050", "http://127.0.0.1:8050"),
    ],
)
def test_links_start_with_the_public_address(site, settings, base_url, root_url):
    settings.BASE_URL = base_url
    said = StringIO()
    call_command("site_address", stdout=said)
    assert Site.objects.get(is_default_site=True).root_url == root_url
    assert root_url in said.getvalue()


def test_without_a_site_the_command_says_so(db):
    Site.objects.all().delete()
    assert keep_address() is None
    with pytest.raises(CommandError):
        call_command("site_address", stdout=StringIO())
