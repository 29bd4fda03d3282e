"""What schema.org and Google's rules allow and ask of courses, as a JSON Schema.

Source: https://schema.org/Course, /CourseInstance, /EducationEvent, /Offer, /Place, /DefinedTerm;
https://developers.google.com/search/docs/appearance/structured-data/course-info
"""

from typing import Any

MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"}
TEXT = {"type": "string", "minLength": 1}
URL = {"type": "string", "pattern": "^https?://"}


def thing(kind: str, required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    """An object of a type with these properties and no others."""
    return {
        "type": "object",
        "required": ["@type", *required],
        "additionalProperties": False,
        "properties": {"@type": {"const": kind}, **properties},
    }


def some(items: dict[str, Any]) -> dict[str, Any]:
    """A list with something in it."""
    return {"type": "array", "items": items, "minItems": 1}


ADDRESS = thing(
    "PostalAddress",
    ("addressCountry",),
    streetAddress=TEXT,
    postalCode=TEXT,
    addressLocality=TEXT,
    addressCountry={"const": "DE"},
)
ORGANIZATION = thing(
    "EducationalOrganization", ("name", "url"), name=TEXT, url=URL, sameAs=URL, address=ADDRESS
)
TERM = thing(
    "DefinedTerm", ("termCode", "name", "inDefinedTermSet"),
    termCode={"type": "string", "pattern": r"^[1-5]\.[1-6]$"}, name=TEXT, inDefinedTermSet=URL,
)  # fmt: skip
PLACE = thing("Place", ("name",), name=TEXT, address=ADDRESS)
VIRTUAL = thing("VirtualLocation", ("url",), url=URL)
OFFER = thing(
    "Offer",
    ("price", "priceCurrency", "category", "availability", "url"),
    name=TEXT,
    price={"type": "string", "pattern": r"^\d+\.\d\d$"},
    priceCurrency={"const": "EUR"},
    category={"enum": ["Free", "Paid"]},
    availability={"enum": ["https://schema.org/InStock", "https://schema.org/SoldOut"]},
    validFrom=MOMENT,
    url=URL,
)
PERSON = thing("Person", ("name",), name=TEXT)
OF_EVENTS = {
    "name": TEXT,
    "description": TEXT,
    "url": URL,
    "startDate": MOMENT,
    "endDate": MOMENT,
    "eventStatus": {
        "enum": ["https://schema.org/EventScheduled", "https://schema.org/EventCancelled"]
    },
    "eventAttendanceMode": {
        "type": "string",
        "pattern": r"^https://schema\.org/(Offline|Online|Mixed)EventAttendanceMode$",
    },
    "inLanguage": TEXT,
    "maximumAttendeeCapacity": {"type": "integer", "minimum": 1},
    "remainingAttendeeCapacity": {"type": "integer", "minimum": 0},
    "isAccessibleForFree": {"type": "boolean"},
    "location": some({"oneOf": [PLACE, VIRTUAL]}),
    "offers": some(OFFER),
}
ASKED_OF_EVENTS = ("name", "startDate", "location", "eventStatus", "offers")
INSTANCE = thing(
    "CourseInstance",
    (*ASKED_OF_EVENTS, "courseMode", "courseWorkload"),
    courseMode={"enum": ["Onsite", "Online", "Blended"]},
    courseWorkload={"type": "string", "pattern": r"^P\d+DT\d+H\d+M\d+S$"},
    instructor=PERSON,
    **OF_EVENTS,
)
LEVEL = {"enum": ["Beginner", "Intermediate", "Advanced"]}
COURSE = thing(
    "Course",
    ("name", "description", "provider", "url"),
    name=TEXT,
    description=TEXT,
    url=URL,
    inLanguage=TEXT,
    provider=ORGANIZATION,
    coursePrerequisites=TEXT,
    educationalLevel=LEVEL,
    teaches=some(TERM),
    educationalCredentialAwarded=TEXT,
    hasCourseInstance=some(INSTANCE),
)
EVENT = thing(
    "EducationEvent",
    (*ASKED_OF_EVENTS, "organizer"),
    organizer=ORGANIZATION,
    educationalLevel=LEVEL,
    teaches=some(TERM),
    performer=PERSON,
    **OF_EVENTS,
)
GRAPH = {
    "type": "object",
    "required": ["@context", "@graph"],
    "additionalProperties": False,
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@graph": some({"oneOf": [COURSE, EVENT, ORGANIZATION]}),
    },
}
