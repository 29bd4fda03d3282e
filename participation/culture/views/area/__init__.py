"""The members' area: what partners share, and each institution's own pages."""

from participation.culture.views.area import overview

__all__ = ["overview"]
