"""The tax papers of institutions, for those who check them.

Their collection is closed to everybody, so that no guessed address opens one; here the right to
review does.
"""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.core.models import CustomDocument
from participation.wishlist.admin_views.common import for_right
from participation.wishlist.models import ChangeRequest, Institution
from participation.wishlist.roles import REVIEW


@for_right(REVIEW)
@require_safe
def of_institution(request: HttpRequest, pk: int) -> FileResponse:
    """The notice that holds at present."""
    joined = Institution.objects.select_related("tax_document")
    return _file(get_object_or_404(joined, pk=pk).tax_document)


@for_right(REVIEW)
@require_safe
def of_change(request: HttpRequest, pk: int) -> FileResponse:
    """The newer notice that waits."""
    joined = ChangeRequest.objects.select_related("document")
    return _file(get_object_or_404(joined, pk=pk).document)


def _file(document: CustomDocument | None) -> FileResponse:
    if document is None:
        raise Http404
    return FileResponse(
        document.file.open("rb"), filename=document.filename, content_type="application/pdf"
    )
