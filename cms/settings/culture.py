"""Settings of the culture section."""

import os

from cms.settings.variables import value

# Origins of calendars that are fetched although they are not on the public internet.
CULTURE_INTERNAL_ORIGINS = [
    origin.strip().rstrip("/").lower()
    for origin in value("CALENDAR_INTERNAL_ORIGINS").split(",")
    if origin.strip()
]
# Where `make run` serves the calendars of the demo; empty where nothing is simulated.
CULTURE_DEMO_CALENDARS = os.environ.get("CALENDAR_SIMULATOR", "")
