"""Verbs about documents that are shared with chosen partners, with all of them or with a group."""

from collections.abc import Iterable

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.culture.domain import files, groups
from participation.culture.domain.rules import NotAllowedError, taking_part
from participation.culture.models import Institution, SharedDocument, WorkGroup

MOST_DOCUMENTS = 500


def share(
    *,
    institution: Institution,
    title: str,
    file: File,
    by: User,
    note: str = "",
    for_all: bool = False,
    partners: Iterable[Institution] = (),
    group: WorkGroup | None = None,
) -> SharedDocument:
    """Store a document and say who may open it. Raises NotAllowedError."""
    with transaction.atomic():
        institution = taking_part(institution)
        if institution.shared_documents.count() >= MOST_DOCUMENTS:
            raise NotAllowedError(_("An institution shares at most 500 documents."))
        if group is not None:
            group = groups.writable(group, institution)
        shared = SharedDocument.objects.create(
            institution=institution,
            title=title,
            note=note,
            document=files.keep_document(file=file, title=title, by=by),
            for_all=for_all and group is None,
            group=group,
            added_by=by,
        )
        shared.partners.set(partners if group is None and not for_all else ())
    return shared


def unshare(*, shared: SharedDocument) -> None:
    """Delete a document with its file."""
    with transaction.atomic():
        stored = shared.document
        shared.delete()
        stored.delete()
