"""Verbs about an institution's account at the payment provider (Stripe Connect).

It is set up on the provider's own pages, and used once the office has agreed, as a bank account is.
Nothing here that asks the provider may run in a transaction.
"""

from crowdfunding_lite.models import PayoutMethod, Receiver
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.gateway import provider
from participation.wishlist.gateway.accounts import AccountFact
from participation.wishlist.models import Institution


def is_offered() -> bool:
    """Whether there is a provider who could pay."""
    return bool(settings.STRIPE_API_KEY)


def way_to_set_up(*, institution: Institution, by: User, back: str) -> str:
    """The address of the provider's page; the account is opened the first time. ProviderError.

    Pressed twice at once it is one account, by the idempotency key.
    """
    stripe, receiver = provider(), institution.receiver
    if not receiver.provider_account:
        made = stripe.create_account(
            email=by.email, name=institution.name, idempotency_key=f"account-{receiver.pk}"
        )
        _keep(receiver, made.reference)
    return stripe.account_link(receiver.provider_account, return_url=back, refresh_url=back)


def _keep(receiver: Receiver, reference: str) -> None:
    """The first one holds; money goes there only once it is the way of payment."""
    with transaction.atomic():
        row = Receiver.objects.select_for_update().get(pk=receiver.pk)
        if not row.provider_account:
            row.provider_account = reference
            row.save(update_fields=["provider_account"])
    receiver.provider_account = row.provider_account


def how_far(institution: Institution) -> AccountFact | None:
    """What the provider says of the account; None where there is none. Raises ProviderError."""
    reference = institution.receiver.provider_account
    return provider().account(reference) if reference else None


def ready_account(*, institution: Institution) -> dict[str, str]:
    """Values of the receiver by which it is paid there. NotAllowedError before Stripe would pay."""
    found = how_far(institution)
    if found is None or not found.takes_transfers:
        raise NotAllowedError(_("The account at Stripe is not ready yet."))
    return {"payout_method": PayoutMethod.PROVIDER.value, "provider_account": found.reference}
