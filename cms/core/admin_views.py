"""Views of the admin that belong to every app: the language report."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column

from cms.core import language_report as coverage


def language_column() -> Column:
    """The language of a snippet, in a list of them."""
    return Column("locale", label=gettext_lazy("Language"), sort_key="locale")


@require_admin_access
def language_report(request: HttpRequest) -> HttpResponse:
    """What is missing in which language or older than its original, per section."""
    sections = coverage.report()
    context = {
        "page_title": _("Languages"),
        "header_icon": "globe",
        "breadcrumbs_items": [{"label": _("Languages")}],
        "sections": sections,
        "totals": coverage.totals(sections),
    }
    return TemplateResponse(request, "core/admin/language_report.html", context)
