"""Settings of the culture section."""

from cms.settings.variables import value

# Origins of calendars that are fetched although they are not on the public internet.
CULTURE_INTERNAL_ORIGINS = [
    origin.strip().rstrip("/").lower()
    for origin in value("CALENDAR_INTERNAL_ORIGINS").split(",")
    if origin.strip()
]
