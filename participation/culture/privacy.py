"""What the culture section keeps about a person: roles, what they wrote, what they decided."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.privacy import PersonalData, export_of, register
from cms.users.queries import verified_addresses
from participation.culture import models
from participation.culture.domain import members


def _addresses(user: Any) -> set[str]:
    return {address.lower() for address in (user.email, *verified_addresses(user))}


def _erase_memberships(user: Any) -> None:
    """Whoever goes as the last owner hands over to who comes next."""
    members.leave_everything(user=user)
    models.Invitation.objects.filter(email__in=_addresses(user)).delete()
    models.Invitation.objects.filter(invited_by=user).update(invited_by=None)
    models.Confirmation.objects.filter(email__in=_addresses(user)).delete()
    models.InstitutionStep.objects.filter(by=user).update(by=None)


def _erase_written(user: Any) -> None:
    models.Event.objects.filter(created_by=user).update(created_by=None)
    models.Post.objects.filter(author=user).update(author=None)
    models.Answer.objects.filter(author=user).update(author=None)
    models.GroupMessage.objects.filter(author=user).update(author=None)
    models.GroupDate.objects.filter(added_by=user).update(added_by=None)
    models.SharedDocument.objects.filter(added_by=user).update(added_by=None)


def _erase_bookings(user: Any) -> None:
    models.Booking.objects.filter(requested_by=user).update(requested_by=None)
    models.Booking.objects.filter(decided_by=user).update(decided_by=None)
    models.HandoverNote.objects.filter(by=user).update(by=None)


register(
    PersonalData(
        key="culture-institutions",
        title=_("Your culture institutions"),
        models=(
            "culture.Membership",
            "culture.Invitation",
            "culture.Confirmation",
            "culture.InstitutionStep",
        ),
        purpose=_("So that you can act for an institution in the culture area."),
        export=lambda user: export_of(
            models.Membership.objects.of(user).select_related("institution"),
            "institution",
            "role",
            "since",
            institution=_("Institution"),
        ),
        erase=_erase_memberships,
        keeps=_("The institution and what it planned stay, without your name."),
        order=34,
    ),
    PersonalData(
        key="culture-written",
        title=_("What you wrote for culture institutions"),
        models=(
            "culture.Event",
            "culture.Post",
            "culture.Answer",
            "culture.GroupDate",
            "culture.SharedDocument",
        ),
        purpose=_("So that partners know who to ask."),
        export=lambda user: export_of(
            models.Post.objects.filter(author=user).select_related("institution"),
            "institution",
            "title",
            "text",
            "created_at",
            institution=_("Institution"),
        ),
        erase=_erase_written,
        keeps=_("Events, posts and messages are the institution's and stay, without your name."),
        order=34,
    ),
    PersonalData(
        key="culture-messages",
        title=_("What you said in groups of institutions"),
        models=("culture.GroupMessage",),
        purpose=_("So that the group can follow what was said."),
        export=lambda user: export_of(
            models.GroupMessage.objects.filter(author=user).select_related("group"),
            "group",
            "text",
            "at",
            group=_("Group"),
        ),
        erase=_erase_written,
        keeps=_("Messages stay in the group, without your name."),
        order=34,
    ),
    PersonalData(
        key="culture-bookings",
        title=_("Bookings you asked for or decided on"),
        models=("culture.Booking", "culture.HandoverNote"),
        purpose=_("So that lender and borrower know who agreed on what."),
        export=lambda user: export_of(
            models.Booking.objects.filter(requested_by=user).select_related("resource"),
            "resource",
            "purpose",
            "state",
            "created_at",
            resource=_("What"),
        ),
        erase=_erase_bookings,
        keeps=_("Bookings are the institutions' and stay, without your name."),
        order=34,
    ),
    PersonalData(
        key="culture-interest",
        title=_("Posts of culture institutions you are told of"),
        models=("culture.Interest",),
        purpose=_("So that you only get the mails you want."),
        export=lambda user: export_of(
            models.Interest.objects.filter(user=user), "kinds", "genres", "frequency"
        ),
        erase=lambda user: models.Interest.objects.filter(user=user).delete(),
        order=34,
    ),
)
register(
    PersonalData(
        key="culture-private-feeds",
        title=_("Your private calendars of culture"),
        models=("culture.PrivateFeed",),
        purpose=_("So that your calendar program shows the events you have chosen."),
        export=lambda user: export_of(
            models.PrivateFeed.objects.filter(user=user), "name", "genres", "audiences", "read_at"
        ),
        erase=lambda user: models.PrivateFeed.objects.filter(user=user).delete(),
        order=34,
    ),
)
