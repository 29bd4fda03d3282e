"""Background jobs of the culture section."""

from participation.culture.tasks import members

__all__ = ["members"]
