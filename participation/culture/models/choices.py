"""The words by which institutions, events, resources and posts are sorted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InstitutionState(models.TextChoices):
    """How far the office has come with an institution."""

    UNCONFIRMED = "unconfirmed", _("Waiting for the e-mail to be confirmed")
    APPLIED = "applied", _("Waiting for the office")
    VERIFIED = "verified", _("Verified")
    DECLINED = "declined", pgettext_lazy("institution", "Declined")
    SUSPENDED = "suspended", _("Suspended")


class Role(models.TextChoices):
    """What somebody may do for an institution; each may do what the one after it may."""

    OWNER = "owner", _("Owner: members, profile and everything else")
    PLANNER = "planner", _("Planner: events, calendars, resources, posts and groups")
    VIEWER = "viewer", pgettext_lazy("culture role", "Viewer: sees everything, changes nothing")


class InstitutionKind(models.TextChoices):
    """What an institution is."""

    THEATRE = "theatre", _("Theatre or stage")
    MUSEUM = "museum", _("Museum or exhibition house")
    LIBRARY = "library", _("Library")
    CHOIR = "choir", _("Choir or orchestra")
    MUSIC_SCHOOL = "music_school", _("Music or art school")
    CLUB = "club", pgettext_lazy("kind of institution", "Club or association")
    CINEMA = "cinema", pgettext_lazy("kind of institution", "Cinema")
    HOUSE = "house", _("Cultural centre")
    CHURCH = "church", _("Church or religious community")
    OTHER = "other", pgettext_lazy("kind of institution", "Something else")


class Genre(models.TextChoices):
    """What is on; one for each event, several for an institution."""

    MUSIC = "music", pgettext_lazy("genre", "Music")
    THEATRE = "theatre", pgettext_lazy("genre", "Theatre")
    DANCE = "dance", pgettext_lazy("genre", "Dance")
    EXHIBITION = "exhibition", pgettext_lazy("genre", "Exhibition")
    FILM = "film", pgettext_lazy("genre", "Film")
    READING = "reading", pgettext_lazy("genre", "Reading and literature")
    TALK = "talk", pgettext_lazy("genre", "Talk and discussion")
    WORKSHOP = "workshop", pgettext_lazy("genre", "Workshop and course")
    FESTIVAL = "festival", pgettext_lazy("genre", "Festival and city celebration")
    TOUR = "tour", pgettext_lazy("genre", "Guided tour")
    OTHER = "other", pgettext_lazy("genre", "Other")


class Audience(models.TextChoices):
    """For whom; one for each event, several for an institution."""

    EVERYBODY = "everybody", pgettext_lazy("audience", "Everybody")
    CHILDREN = "children", pgettext_lazy("audience", "Children")
    YOUTH = "youth", pgettext_lazy("audience", "Young people")
    FAMILIES = "families", pgettext_lazy("audience", "Families")
    ADULTS = "adults", pgettext_lazy("audience", "Adults")
    SENIORS = "seniors", pgettext_lazy("audience", "Older people")
    SCHOOLS = "schools", pgettext_lazy("audience", "Schools and nurseries")
    EXPERTS = "experts", pgettext_lazy("audience", "People of the trade")


class Space(models.TextChoices):
    """What spaces an institution has."""

    STAGE = "stage", pgettext_lazy("space", "Stage")
    HALL = "hall", pgettext_lazy("space", "Hall")
    REHEARSAL = "rehearsal", pgettext_lazy("space", "Rehearsal room")
    EXHIBITION = "exhibition", pgettext_lazy("space", "Exhibition room")
    STUDIO = "studio", pgettext_lazy("space", "Studio or workshop")
    SEMINAR = "seminar", pgettext_lazy("space", "Seminar room")
    OPEN_AIR = "open_air", pgettext_lazy("space", "Open-air place")
    STORE = "store", pgettext_lazy("space", "Store")


class Offer(models.TextChoices):
    """What an institution offers to its partners."""

    ROOMS = "rooms", pgettext_lazy("offer", "Rooms")
    EQUIPMENT = "equipment", pgettext_lazy("offer", "Equipment")
    PEOPLE = "people", pgettext_lazy("offer", "Helping hands and expertise")
    PUBLICITY = "publicity", pgettext_lazy("offer", "Publicity")
    MENTORING = "mentoring", pgettext_lazy("offer", "Advice on grants and organisation")
    PERFORMANCES = "performances", pgettext_lazy("offer", "Performances")


class EventStatus(models.TextChoices):
    """How certain an event is. A draft is seen by its own institutions alone."""

    DRAFT = "draft", pgettext_lazy("event", "Draft")
    PLANNED = "planned", pgettext_lazy("event", "In planning")
    CONFIRMED = "confirmed", pgettext_lazy("event", "Takes place")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")


class Visibility(models.TextChoices):
    """Who sees an event: of a busy one partners learn when, and by whom, and nothing else."""

    PUBLIC = "public", _("Everybody")
    PARTNERS = "partners", _("Partner institutions only")
    BUSY = "busy", _("Partners see that something takes place, not what")


class FeedKind(models.TextChoices):
    """How a calendar comes in."""

    ICS = "ics", _("Address of a calendar (ICS, webcal)")
    CALDAV = "caldav", _("CalDAV server")
    UPLOAD = "upload", _("Uploaded file")


class FeedState(models.TextChoices):
    """How a calendar is doing."""

    NEW = "new", pgettext_lazy("calendar", "Not fetched yet")
    GOOD = "good", pgettext_lazy("calendar", "Up to date")
    FAILING = "failing", pgettext_lazy("calendar", "Cannot be read at present")
    PAUSED = "paused", pgettext_lazy("calendar", "Paused")


class PartState(models.TextChoices):
    """Whether an institution takes part in a joint event or a group."""

    INVITED = "invited", pgettext_lazy("part", "Asked")
    JOINED = "joined", pgettext_lazy("part", "Takes part")
    DECLINED = "declined", pgettext_lazy("part", "Declined")


class ResourceKind(models.TextChoices):
    """What is lent to partners."""

    ROOM = "room", pgettext_lazy("resource", "Room")
    EQUIPMENT = "equipment", pgettext_lazy("resource", "Equipment")
    PEOPLE = "people", pgettext_lazy("resource", "People")


class BookingState(models.TextChoices):
    """How far a request for a resource has come. Only an accepted one holds its times."""

    REQUESTED = "requested", pgettext_lazy("booking", "Requested")
    ACCEPTED = "accepted", pgettext_lazy("booking", "Accepted")
    DECLINED = "declined", pgettext_lazy("booking", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("booking", "Withdrawn")
    CANCELLED = "cancelled", pgettext_lazy("booking", "Cancelled")


class Handover(models.TextChoices):
    """At which end of a booking a note is written."""

    OUT = "out", pgettext_lazy("handover", "Handed over")
    BACK = "back", pgettext_lazy("handover", "Given back")


class PostKind(models.TextChoices):
    """What a post on the pinboard is."""

    SEEK = "seek", pgettext_lazy("post", "We seek")
    OFFER = "offer", pgettext_lazy("post", "We offer")
    NEWS = "news", pgettext_lazy("post", "News")
    CALL = "call", pgettext_lazy("post", "Call to take part")


class PostState(models.TextChoices):
    """Whether a post is on the board."""

    OPEN = "open", pgettext_lazy("post", "On the board")
    CLOSED = "closed", pgettext_lazy("post", "Done")
    HIDDEN = "hidden", pgettext_lazy("post", "Hidden by the office")


class DigestFrequency(models.TextChoices):
    """How often somebody hears of new posts."""

    NEVER = "never", pgettext_lazy("digest", "Never")
    DAILY = "daily", pgettext_lazy("digest", "Once a day")
    WEEKLY = "weekly", pgettext_lazy("digest", "Once a week")
