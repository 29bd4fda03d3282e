"""The provider's events: each is kept once, and is only a reason to look."""

import json
import uuid

from django.db.models import F, Q
from django.utils import timezone

from crowdfunding_lite.domain.settling import settle
from crowdfunding_lite.domain.subscriptions import sync_subscription
from crowdfunding_lite.models import Donation, InboxEvent, Source, Subscription
from crowdfunding_lite.providers import EventFact, NotFoundError, Provider

# Django's own ways either ask first or do not tell whether a row was written.
INSERT = """
    INSERT INTO crowdfunding_lite_inboxevent
        (event_id, kind, object_id, about, created, received_at, attempts, error)
    VALUES (%(event_id)s, %(kind)s, %(object_id)s, %(about)s, %(created)s, %(received_at)s, 0, '')
    ON CONFLICT (event_id) DO NOTHING
    RETURNING *
"""


def receive_event(*, event: EventFact) -> InboxEvent | None:
    """Keep an event whose origin the caller has verified; None if it is known already.

    The database decides which of two deliveries at the same moment is the first.
    """
    about = event.about | ({"donation": event.donation} if event.donation else {})
    columns = {
        "event_id": event.reference,
        "kind": event.kind[:80],
        "object_id": event.object_id[:255],
        "about": json.dumps(about),
        "created": event.created,
        "received_at": timezone.now(),
    }
    return next(iter(InboxEvent.objects.raw(INSERT, columns)), None)


def handle_event(*, event: InboxEvent, provider: Provider, source: str = Source.WEBHOOK) -> None:
    """Look at everything the event may concern. Raises what the provider raises; a job retries.

    Handling an event twice, late or before an older one is harmless. Other events of the same
    donation that wait by then are handled with it: what is fetched now tells of them, too.
    """
    if event.handled_at is not None:
        return
    InboxEvent.objects.filter(pk=event.pk).update(attempts=F("attempts") + 1)
    try:
        covered = _look(event, provider, source)
    except Exception as error:
        InboxEvent.objects.filter(pk=event.pk).update(
            error=f"{type(error).__name__}: {error}"[:300]
        )
        raise
    event.handled_at = timezone.now()
    InboxEvent.objects.filter(pk__in=[event.pk, *covered]).update(
        handled_at=event.handled_at, error=""
    )


def _look(event: InboxEvent, provider: Provider, source: str) -> list[int]:
    """Settle what the event is about; the keys of other events that this has covered."""
    about: dict[str, str] = event.about
    covered: list[int] = []
    donation = _donation(about)
    if donation is None and about.get("payment"):
        donation = find_by_metadata(payment=about["payment"], provider=provider)
    if donation:
        waiting = _waiting_about(donation)
        donation = settle(
            donation=donation,
            provider=provider,
            source=source,
            session=about.get("session", ""),
            payment=about.get("payment", ""),
        )
        if donation.provider_session or donation.provider_payment:  # else nothing was fetched
            covered = waiting
    subscription = _subscription(about, donation)
    if subscription:
        sync_subscription(subscription=subscription, provider=provider, source=source)
    return covered


def _waiting_about(donation: Donation) -> list[int]:
    """Events about this payment alone; asked for before the facts are, so none is newer."""
    known = Q(about__donation=str(donation.public_id))
    if donation.provider_session:
        known |= Q(about__session=donation.provider_session)
    if donation.provider_payment:
        known |= Q(about__payment=donation.provider_payment)
    waiting = InboxEvent.objects.filter(known, handled_at=None).exclude(
        about__has_key="subscription"
    )
    return list(waiting.values_list("pk", flat=True))


def _donation(about: dict[str, str]) -> Donation | None:
    """The donation an event is about, by what we know of the provider's objects."""
    for field, kind in (
        ("provider_session", "session"),
        ("provider_payment", "payment"),
        ("provider_invoice", "invoice"),
    ):
        found = about.get(kind) and Donation.objects.filter(**{field: about[kind]}).first()
        if found:
            return found
    return _by_public_id(about.get("donation", ""))


def _by_public_id(public_id: str) -> Donation | None:
    try:
        return Donation.objects.filter(public_id=uuid.UUID(public_id)).first()
    except ValueError:  # no id of ours
        return None


def find_by_metadata(*, payment: str, provider: Provider) -> Donation | None:
    """A payment that no row knows yet may bear a donation's id, which the provider tells."""
    try:
        facts = provider.payment(payment=payment)
    except NotFoundError:
        return None
    return _by_public_id(facts.metadata.get("donation", ""))


def _subscription(about: dict[str, str], donation: Donation | None) -> Subscription | None:
    reference = about.get("subscription")
    if reference:
        return Subscription.objects.filter(provider_subscription=reference).first()
    is_renewal = donation and donation.subscription and not donation.provider_session
    return donation.subscription if donation and is_renewal else None
