"""What the culture section adds to Wagtail's admin: its menu, its pages and its rights."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static

from participation.culture.admin_views import figures, menu, review

__all__ = ["menu"]


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """Applications, institutions, calendars, posts, figures."""
    return [
        path("culture/", review.queue, name="culture_review"),
        path("culture/institutions/", review.all_institutions, name="culture_institutions"),
        path(
            "culture/institutions/<int:pk>/", review.institution, name="culture_admin_institution"
        ),
        path("culture/posts/", review.posts, name="culture_posts"),
        path("culture/posts/<int:pk>/", review.post, name="culture_admin_post"),
        path("culture/calendars/", figures.feeds, name="culture_feeds"),
        path("culture/figures/", figures.months, name="culture_figures"),
    ]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """What groups can be allowed."""
    return Permission.objects.filter(
        content_type__app_label="culture",
        content_type__model="culturesettings",
        codename__in=("manage_culture", "change_culturesettings"),
    )


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The styles of the office's pages."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("culture/admin.css"))
