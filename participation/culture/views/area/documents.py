"""Documents that are shared with the reader, and handing them out."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms.core.pagination import paginate
from cms.core.requests import sent
from cms.users.requests import user_of
from participation.culture.domain import documents as verbs
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.groups import DocumentForm
from participation.culture.models import SharedDocument
from participation.culture.queries import groups as queries
from participation.culture.queries.partners import Partner
from participation.culture.views.area.common import for_partners, must_plan, show, status_of


@for_partners
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What one may open."""
    page = paginate(queries.documents(partner), request.GET.get("page"))
    return show(
        request,
        "documents.html",
        _("Documents"),
        introduction=_("What partners share with you, and you with them."),
        page_obj=page,
        partner=partner,
    )


@for_partners
def new(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Share a document."""
    must_plan(partner)
    form = DocumentForm(sent(request), request.FILES or None, acting=partner.plans_for)
    if form.is_bound and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "note", "file", "for_all")}
        try:
            verbs.share(
                institution=form.acts_for,
                by=user_of(request),
                partners=form.cleaned_data["partners"],
                **words,
            )
        except NotAllowedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The document is shared."))
            return redirect("culture_documents")
    return show(request, "form.html", _("Share a document"), form=form, status=status_of(form))


@for_partners
def file(request: HttpRequest, partner: Partner, pk: int) -> HttpResponseBase:
    """The file itself. 404 for whom it is not."""
    shared: SharedDocument = get_object_or_404(queries.documents(partner), pk=pk)
    stored = shared.document
    return FileResponse(
        stored.file.open("rb"),
        as_attachment=True,
        filename=stored.filename,
        content_type="application/octet-stream",
    )


@for_partners
def remove(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Share it no longer; the file is deleted."""
    own = SharedDocument.objects.filter(institution__in=partner.planning_ids)
    shared = get_object_or_404(own, pk=pk)
    if request.method == "POST":
        verbs.unshare(shared=shared)
        messages.success(request, _("The document is deleted."))
        return redirect("culture_documents")
    return show(request, "sure.html", _("Delete this document?"), about=shared.title)
