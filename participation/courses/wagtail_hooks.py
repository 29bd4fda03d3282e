"""What courses add to Wagtail's admin: menu, pages, rights."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from wagtail import hooks

from participation.courses.admin_views import certificates, desk, menu, providers

__all__ = ["menu"]


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The office's pages."""
    return [
        path("courses/", desk.queue, name="courses_release"),
        path("courses/all/", desk.all_courses, name="courses_all"),
        path("courses/all/<int:pk>/", desk.course, name="courses_course"),
        path("courses/runs/", desk.all_runs, name="courses_runs"),
        path("courses/runs/<int:pk>/decide/", desk.decide, name="courses_decide"),
        path(
            "courses/runs/<int:pk>/participants.<slug:ending>",
            desk.participants,
            name="courses_participants",
        ),
        path("courses/refunds/<int:pk>/", desk.refund, name="courses_refund"),
        path("courses/certificates/", certificates.all_certificates, name="courses_certificates"),
        path(
            "courses/certificates/<int:pk>/", certificates.certificate, name="courses_certificate"
        ),
        path("courses/lists/", desk.files, name="courses_files"),
        path("courses/lists/<slug:name>.<slug:ending>", desk.file, name="courses_file"),
    ]


@hooks.register("register_admin_viewset")
def provider_viewset() -> providers.ProviderViewSet:
    """Providers; their menu entry stands among the courses."""
    return providers.ProviderViewSet()


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """What groups can be allowed."""
    return Permission.objects.filter(
        content_type__app_label="courses",
        content_type__model="coursesettings",
        codename__in=("manage_courses", "change_coursesettings"),
    )


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    """A mortarboard for the menu."""
    return [*known, "courses/icons/mortarboard.svg"]
