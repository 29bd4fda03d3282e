"""The words that machines and what they are told sort themselves by."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a device is."""

    BIN = "bin", _("Container")
    LIGHT = "light", pgettext_lazy("device", "Light")
    LOCKER = "locker", _("Locker station")
    SENSOR = "sensor", _("Sensor")


class Adapter(models.TextChoices):
    """Whose messages a device sends."""

    OWN = "own", _("Norderstedt GO! (JSON)")
    CHIRPSTACK = "chirpstack", "ChirpStack 4"
    THINGS_STACK = "things_stack", "The Things Stack 3"
    HOME_ASSISTANT = "home_assistant", "Home Assistant"


class Size(models.TextChoices):
    """How much fits into a compartment."""

    SMALL = "s", _("Small")
    MEDIUM = "m", _("Medium")
    LARGE = "l", _("Large")


class Action(models.TextChoices):
    """What a device can be told."""

    OPEN = "open", pgettext_lazy("command", "Open")
    SET_LEVEL = "set_level", _("Set brightness")
    RELEASE = "release", _("Back to the schedule")
    IDENTIFY = "identify", _("Show which one it is")


class CommandState(models.TextChoices):
    """How far a command has come; each step stands in its log."""

    REQUESTED = "requested", pgettext_lazy("command", "Requested")
    ACCEPTED = "accepted", pgettext_lazy("command", "Accepted")
    SENT = "sent", pgettext_lazy("command", "Sent to the device")
    CONFIRMED = "confirmed", pgettext_lazy("command", "Done")
    DOOR_OPENED = "door_opened", _("Door opened")
    DOOR_CLOSED = "door_closed", _("Door closed")
    FAILED = "failed", pgettext_lazy("command", "Failed")
    TIMED_OUT = "timed_out", _("No answer in time")
    EXPIRED = "expired", _("Expired before it could be sent")
    REFUSED = "refused", pgettext_lazy("command", "Refused")


class Origin(models.TextChoices):
    """Who brought a command's step about."""

    PERSON = "person", _("A person")
    SYSTEM = "system", _("The platform")
    DEVICE = "device", _("The device")


class Condition(models.TextChoices):
    """What an alert rule looks at."""

    ABOVE = "above", _("Value above a limit")
    BELOW = "below", _("Value below a limit")
    SILENCE = "silence", _("No message")
    FAULT = "fault", _("Fault reported")
    DOOR_UNASKED = "door_unasked", _("Door opened without a command")
    DOOR_LONG = "door_long", _("Door open too long")
    DOOR_AGAIN = "door_again", _("Door reported open after it was closed")


class Result(models.TextChoices):
    """What a driver found at a stop."""

    EMPTIED = "emptied", _("Emptied")
    BLOCKED = "blocked", _("Could not be reached")
    DAMAGED = "damaged", _("Damaged")


class Listed(models.TextChoices):
    """Why a container is on a collection list."""

    FULL = "full", _("Above the limit")
    SOON = "soon", _("Full before the next round")
    UNKNOWN = "unknown", _("No current value")
    ADDED = "added", _("Added by hand")


class TourState(models.TextChoices):
    """How far a tour has come."""

    PROPOSED = "proposed", _("Proposed")
    UNDERWAY = "underway", _("Under way")
    DONE = "done", pgettext_lazy("tour", "Done")
    DROPPED = "dropped", _("Dropped")


class Reason(models.TextChoices):
    """Why a message was set aside."""

    NOT_JSON = "not_json", _("No JSON object")
    NO_NUMBER = "no_number", _("NaN or infinite")
    TYPE = "type", _("Wrong type")
    RANGE = "range", _("Out of range")
    TIME = "time", _("Unreadable time")
    EMPTY = "empty", _("No known measure")
    SIZE = "size", _("Too large")
    RATE = "rate", _("Too many messages")
    TOPIC = "topic", _("Unknown topic")
    COMPARTMENT = "compartment", _("Unknown compartment")
    COMMAND = "command", _("Answer to no command of this device")
    DATABASE = "database", _("The database cannot take it")


class Doubt(models.TextChoices):
    """Why two senders seem to speak as one device."""

    FLAPS = "flaps", _("It comes and goes again and again")
    CLOCKS = "clocks", _("The times of its messages go to and fro")


class LiveStatus(models.TextChoices):
    """Whether what is shown of a device holds now. The rule is ``hardware_status`` in SQL."""

    ONLINE = "online", pgettext_lazy("values", "Current")
    STALE = "stale", pgettext_lazy("values", "Outdated")
    OFFLINE = "offline", pgettext_lazy("values", "No connection")
