#!/usr/bin/env python
"""Django's command line. Starts the embedded PostgreSQL first where ``DATABASE_URL`` is unset."""

import os
import sys

from cms.core.embedded import cli

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    sys.exit(cli.main(sys.argv))
