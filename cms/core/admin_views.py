"""Views of the admin that belong to every app: the language report."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column

from cms.core import language_report as coverage
from cms.core.admin_pages import show


def language_column() -> Column:
    """The language of a snippet, in a list of them."""
    return Column("locale", label=gettext_lazy("Language"), sort_key="locale")


@require_admin_access
def language_report(request: HttpRequest) -> HttpResponse:
    """What is missing in which language or older than its original, per section."""
    sections = coverage.report()
    return show(
        request,
        "core/admin/language_report.html",
        _("Languages"),
        icon="globe",
        breadcrumbs_items=[{"label": _("Languages")}],
        sections=sections,
        totals=coverage.totals(sections),
    )
