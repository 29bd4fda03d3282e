"""Messages from the public, found by the addresses a person has proved to read."""

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cms.core.privacy import PersonalData, export_of, register
from cms.pages.models import Enquiry
from cms.pages.models.enquiries import EnquiryState
from cms.users.models import User
from cms.users.queries import verified_addresses


def enquiries_of(user: User) -> QuerySet[Enquiry]:
    """Messages sent from one of the person's confirmed addresses."""
    return Enquiry.objects.alias(sender=Lower("email")).filter(
        sender__in=[address.lower() for address in verified_addresses(user)]
    )


def erase_enquiries(user: User) -> None:
    """Delete answered messages; take name and address out of those somebody has still to act on."""
    found = enquiries_of(user)
    found.filter(state=EnquiryState.ANSWERED).delete()
    found.update(name="", email="", note="")


register(
    PersonalData(
        key="enquiries",
        title=_("Messages to us"),
        models=("pages.Enquiry",),
        purpose=_("So that we can answer you and remove barriers you report."),
        export=lambda user: export_of(
            enquiries_of(user), "kind", "sent_at", "message", "address", "name", "email", "state"
        ),
        erase=erase_enquiries,
        keeps=_(
            "A message we have not dealt with stays without your name and address until we have, "
            "since others need the barrier to go, too."
        ),
        order=10,
    )
)
