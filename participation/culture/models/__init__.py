"""Culture institutions, their events and calendars, and what they share."""

from participation.culture.models.board import Answer, Interest, Post
from participation.culture.models.calendars import Collision, PrivateFeed
from participation.culture.models.events import Event, EventPart, Occurrence
from participation.culture.models.feeds import Feed, FeedProblem
from participation.culture.models.groups import (
    GroupDate,
    GroupMessage,
    GroupPart,
    SharedDocument,
    WorkGroup,
)
from participation.culture.models.institutions import Institution, InstitutionStep
from participation.culture.models.members import Confirmation, Invitation, Membership
from participation.culture.models.pages import CultureIndexPage
from participation.culture.models.resources import (
    Booking,
    BookingSlot,
    HandoverNote,
    OpenHours,
    Resource,
    ResourcePicture,
)
from participation.culture.models.settings import CultureSettings

__all__ = [
    "Answer",
    "Booking",
    "BookingSlot",
    "Collision",
    "Confirmation",
    "CultureIndexPage",
    "CultureSettings",
    "Event",
    "EventPart",
    "Feed",
    "FeedProblem",
    "GroupDate",
    "GroupMessage",
    "GroupPart",
    "HandoverNote",
    "Institution",
    "InstitutionStep",
    "Interest",
    "Invitation",
    "Membership",
    "Occurrence",
    "OpenHours",
    "Post",
    "PrivateFeed",
    "Resource",
    "ResourcePicture",
    "SharedDocument",
    "WorkGroup",
]
