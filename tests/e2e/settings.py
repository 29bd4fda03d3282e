"""Settings of the site that the browser visits: those of `make run`, as they are.

They have a name of their own, so that no command starts the server of `make run` for them.
"""

import os

from cms.settings.dev import *  # noqa: F403

# The rules of a real installation, for the tests of them.
DEMO = os.environ.get("E2E_DEMO") != "off"
