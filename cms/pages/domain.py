"""Verbs: what can be done with an enquiry."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.jobs import enqueue
from cms.core.mail import send_mail
from cms.core.models import SiteSettings
from cms.pages.models import Enquiry
from cms.pages.models.enquiries import EnquiryState


def submit_enquiry(*, enquiry: Enquiry, language: str) -> Enquiry:
    """Store a message; the job that passes it on is queued in the same transaction."""
    enquiry.language = language
    with transaction.atomic():
        enquiry.save()
        enqueue("pages.pass_on_enquiry", enquiry_id=enquiry.pk)
    return enquiry


def pass_on_enquiry(*, enquiry: Enquiry) -> bool:
    """Mail a message to the site's recipient, once; False if that was done or nobody is named.

    The claim is committed before the mail is sent and taken back if sending fails, so that two
    workers cannot send it twice. The message itself stays in the admin in any case.
    """
    recipient = _recipient()
    claimed = Enquiry.objects.filter(pk=enquiry.pk, mailed_at=None)
    if not recipient or not claimed.update(mailed_at=timezone.now()):
        return False
    try:
        with translation.override(settings.LANGUAGE_CODE):
            subject = _("New enquiry: %(kind)s") % {"kind": enquiry.get_kind_display()}
            send_mail(
                template="enquiry",
                to=recipient,
                subject=subject,
                context={"enquiry": enquiry, "base_url": settings.BASE_URL},
                reply_to=enquiry.email,
            )
    except Exception:
        Enquiry.objects.filter(pk=enquiry.pk).update(mailed_at=None)
        raise
    return True


def _recipient() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return ""
    chosen = SiteSettings.for_site(site)
    return chosen.enquiry_recipient or chosen.email


def delete_expired_enquiries() -> int:
    """Delete messages whose retention time since the answer is over; their number."""
    limit = timezone.now() - timedelta(days=settings.ENQUIRY_RETENTION_DAYS)
    deleted, _per_model = Enquiry.objects.filter(
        state=EnquiryState.ANSWERED, answered_at__lt=limit
    ).delete()
    return deleted
