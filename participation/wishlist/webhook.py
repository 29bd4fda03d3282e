"""Where Stripe tells that something has happened.

Verified before anything is stored, kept once, answered after the commit; the work is done by a job.
"""

import structlog
from crowdfunding_lite import domain
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.core.jobs import enqueue
from participation.wishlist.gateway import events

log = structlog.get_logger(__name__)

LARGEST_BODY = 256 * 1024
"""An event holds one object; Stripe's own are below 50 KB."""


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """200: kept, known or of no concern. 400: not Stripe's. 413: too large. 503: no secret is set.

    Anything but 2xx has Stripe send the event again, for three days.
    """
    if not settings.STRIPE_WEBHOOK_SECRETS:
        log.error("stripe_webhook_without_secret")
        return HttpResponse(status=503)
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        return HttpResponse(status=413)
    header = request.headers.get("Stripe-Signature", "")
    try:
        event = events.read(events.verified(body, header, settings.STRIPE_WEBHOOK_SECRETS))
    except (events.NotStripesError, events.UnreadableError) as error:
        log.warning("stripe_webhook_refused", reason=str(error))
        return HttpResponse(status=400)
    if event.kind in events.HANDLED:
        with transaction.atomic():
            kept = domain.receive_event(event=event)
            if kept:
                enqueue("wishlist.handle_event", event_id=kept.pk)
    return HttpResponse(status=200)


urlpatterns = [path("webhook/", stripe_webhook, name="stripe_webhook")]
