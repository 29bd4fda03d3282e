"""Public addresses of culture; the start itself is a page."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

from participation.culture.views import apply, institutions, resource_feed

app_name = "culture"
urlpatterns = [
    path("", include("participation.culture.calendar_urls")),
    path(pgettext_lazy("address", "institutions/"), institutions.listing, name="institutions"),
    path(pgettext_lazy("address", "institutions/apply/"), apply.apply, name="apply"),
    path(pgettext_lazy("address", "institutions/apply/sent/"), apply.sent, name="applied"),
    path(
        pgettext_lazy("address", "institutions/<int:pk>-<slug:slug>/"),
        institutions.detail,
        name="institution",
    ),
    path(pgettext_lazy("address", "confirm/<slug:key>/"), apply.confirm, name="confirm"),
    path(pgettext_lazy("address", "invitation/<slug:key>/"), apply.invitation, name="invitation"),
    path(pgettext_lazy("address", "posts/stop/<uuid:key>/"), apply.stop_digest, name="stop_digest"),
    path(
        pgettext_lazy("address", "resources/<slug:key>.ics"),
        resource_feed.resource,
        name="resource_feed",
    ),
]
