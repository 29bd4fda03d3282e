"""What the office's tests work with: institutions, wishes, donations as the provider left them."""

from datetime import UTC, date, datetime
from itertools import count
from uuid import uuid4

from crowdfunding_lite.models import (
    Campaign,
    Dispute,
    Donation,
    DonationState,
    Donor,
    Receiver,
    Refund,
    RefundState,
    Stage,
)
from django.contrib.auth.models import Permission
from wagtail.models import Site

from participation.wishlist.models import Institution, OfficeSettings, ReceiptSigner, Wish
from participation.wishlist.models.choices import Cause, InstitutionState, LegalForm, TaxStatus
from tests.factories.people import UserFactory

IBANS = ["DE89370400440532013000", "DE02120300000000202051", "DE02500105170137075030"]
_numbers = count(1)


def institution(*, state=InstitutionState.VERIFIED, signed=True, **fields):
    """A verified institution with a notice that is good on the days tests play."""
    number = next(_numbers)
    name = fields.pop("name", f"Kinderhilfe {number} e. V.")
    receiver = Receiver.objects.create(name=name, iban=IBANS[number % 3], account_holder=name)
    made = Institution.objects.create(
        receiver=receiver,
        **{
            "name": name,
            "legal_form": LegalForm.ASSOCIATION,
            "description": "Wir helfen Kindern.",
            "street": "Beispielstraße 1",
            "postcode": "22844",
            "city": "Norderstedt",
            "contact_email": f"verein-{number}@example.org",
            "tax_status": TaxStatus.NOTICE,
            "tax_office": "Bad Segeberg",
            "tax_number": "11/293/12345",
            "tax_notice_on": date(2024, 5, 14),
            "tax_period": "2020 bis 2022",
            "tax_purposes": "der Jugendhilfe",
            "tax_valid_until": date(2029, 5, 13),
            "state": state,
            "application_key": uuid4(),
        }
        | fields,
    )
    if signed:
        ReceiptSigner.objects.create(
            institution=made, signatory="Vorstand", machine_told_on=date(2025, 2, 1)
        )
    return made


def wish(of=None, *, stage=Stage.PUBLISHED, **fields):
    """A wish of an institution."""
    of = of or institution()
    title = fields.pop("title", "Ein Klettergerüst")
    campaign = Campaign.objects.create(
        receiver=of.receiver, title=title, stage=stage, **{"goal_cents": 100_000} | fields
    )
    return Wish.objects.create(
        campaign=campaign,
        institution=of,
        summary="Für den Hof.",
        story="Die Kinder klettern gern.",
        cause=Cause.CHILDREN,
    )


def donor(**fields):
    """Somebody with a full address."""
    return Donor.objects.create(
        **{
            "email": f"spende-{next(_numbers)}@example.org",
            "name": "Erika Muster",
            "street": "Musterweg 3",
            "postcode": "22850",
            "city": "Norderstedt",
            "language": "de",
        }
        | fields
    )


def donation(of=None, *, cents=5000, state=DonationState.PAID, **fields):
    """A donation in the state the provider has reported."""
    of = of or wish()
    paid = state not in (DonationState.STARTED, DonationState.FAILED, DonationState.EXPIRED)
    when = fields.pop("paid_at", datetime(2026, 3, 3, 12, tzinfo=UTC))
    giver = fields.pop("donor", None) or donor()
    return Donation.objects.create(
        campaign=of.campaign,
        **{
            "donor": giver,
            "amount_cents": cents,
            "settled_cents": cents if paid else 0,
            "state": state,
            "paid_at": when if paid else None,
            "settled_at": when if paid else None,
            "created_at": when,
            "method": "card",
            "provider_payment": f"pi_{next(_numbers)}",
            "language": "de",
        }
        | fields,
    )


def refund(of, *, state=RefundState.SUCCEEDED, cents=None, **fields):
    """Money on its way back."""
    return Refund.objects.create(
        donation=of, cents=cents or of.settled_cents, state=state, reason="Irrtum", **fields
    )


def dispute(of, **fields):
    """A bank that takes money back."""
    return Dispute.objects.create(
        donation=of,
        **{"provider_dispute": f"dp_{next(_numbers)}", "cents": of.settled_cents} | fields,
    )


def treasury(**fields):
    """The treasury's settings."""
    found = OfficeSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    return found


def somebody(client, *rights):
    """Sign somebody in who may enter the admin and has these rights."""
    user = UserFactory()
    names = ["access_admin", *rights]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return user
