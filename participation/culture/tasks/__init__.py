"""Background jobs of the culture section."""

from participation.culture.tasks import calendars, members

__all__ = ["calendars", "members"]
