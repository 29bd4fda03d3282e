"""What every answer says to the browser about safety."""

import pytest
from django.conf import settings as configured

from cms.settings import base
from tests.core.commands import manage

PUBLIC = ["/", "/en/", "/programm/projekte/", "/nirgendwo/", "/robots.txt", "/administration/"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_allow_nothing_inline_and_nobody_else(site, client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_forms_may_lead_to_the_checkout_where_payments_are_taken():
    origins = "'https://checkout.stripe.com', 'https://connect.stripe.com'"
    for key, allowed in (("sk_test_of_somebody", f"\"'self'\", {origins}"), ("", "\"'self'\"")):
        settings = manage("diffsettings", "--settings", "cms.settings.test", STRIPE_API_KEY=key)
        assert f"'form-action': [{allowed}]" in settings.stdout
        assert "'connect-src': [\"'self'\"]" in settings.stdout


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/pages/"])
def test_only_the_admin_may_use_inline_code(site, client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline' 'unsafe-eval'" in policy
    assert "default-src 'self'" in policy


@pytest.mark.parametrize("address", ["/", "/admin/login/", "/nirgendwo/"])
def test_devices_and_frames_are_closed(site, client, address):
    answer = client.get(address)
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.fixture
def production(settings):
    """The security settings of a real installation."""
    names = [name for name in dir(base) if name.startswith(("SECURE_", "SESSION_", "CSRF_"))]
    for name in names:
        setattr(settings, name, getattr(base, name))
    return settings


def test_production_answers_in_the_clear_with_a_redirect_only(site, client, production):
    answer = client.get("/programm/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/programm/")


def test_production_keeps_browsers_on_https_for_a_year(site, client, production):
    answer = client.get("/", secure=True)
    expected = "max-age=31536000; includeSubDomains; preload"
    assert answer["Strict-Transport-Security"] == expected


def test_production_cookies_stay_on_https_and_out_of_scripts(site, client, production):
    cookies = client.get("/kontakt/", secure=True).cookies
    cookie = cookies[configured.CSRF_COOKIE_NAME]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
