"""Settings of ``make run`` and of work on the code: demo secret, plain HTTP, mails as files."""

import os

import environ

from cms.core.embedded import postgres
from cms.settings.base import *
from cms.settings.databases import database
from cms.settings.variables import value

DEMO_SECRET_KEY = "demo-secret-that-production-refuses-0123456789-abcdefghijklmnop"  # noqa: S105

DEBUG = environ.Env().bool("DEBUG", default=False)
SECRET_KEY = value("SECRET_KEY") or DEMO_SECRET_KEY
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *ALLOWED_HOSTS]
DEMO = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
if not os.environ.get("BASE_URL"):
    BASE_URL = WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{value('PORT')}"
DEMO_ACCOUNTS = "cms.users.demo.DEMO_ACCOUNTS"

if not value("DATABASE_URL"):
    DATABASES["default"] = database(postgres.url())

if not value("EMAIL_URL"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
LOGGING = {"level": LOG_LEVEL, "as_json": False}
