"""Jobs of the culture section."""

from participation.culture.tasks import calendars  # noqa: F401 – they register
