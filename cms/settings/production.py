"""Settings of a real installation: the base, and a refusal to start when something is missing."""

import os

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403
from cms.settings.variables import missing, value

_faults = [f"{name} is not set" for name in missing()]
if os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}:
    _faults.append("DEBUG is on")
if os.environ.get("SECRET_KEY", "").startswith("demo-secret"):
    _faults.append("SECRET_KEY is the demo's")
if value("STRIPE_API_KEY") and not STRIPE_WEBHOOK_SECRETS:  # noqa: F405
    _faults.append("STRIPE_WEBHOOK_SECRETS is not set, though STRIPE_API_KEY is")
if _faults:
    raise ImproperlyConfigured("Production does not start: " + "; ".join(_faults) + ".")
