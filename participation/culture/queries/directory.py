"""Institutions that take part, found by what they do and have."""

from django.db.models import Count, Q, QuerySet

from participation.culture.models import Institution

WORDS = ("genre", "audience", "space", "offer")


def institutions(chosen: dict[str, str], *, for_partners: bool = False) -> QuerySet[Institution]:
    """Verified ones through filters, by name. One query; partners' texts only for partners."""
    found = Institution.objects.verified().select_related("district", "logo")
    for name in WORDS:
        if value := chosen.get(name):
            found = found.filter(**{f"{name}s__contains": [value]})
    if kind := chosen.get("kind"):
        found = found.filter(kind=kind)
    if place := chosen.get("place"):
        found = found.filter(district__slug=place)
    if words := chosen.get("q"):
        found = found.filter(_has(words, for_partners=for_partners))
    if for_partners:
        offered = Count("resources", filter=Q(resources__is_active=True), distinct=True)
        found = found.annotate(offered=offered)
    return found.order_by("name", "pk")


def _has(words: str, *, for_partners: bool) -> Q:
    """Each word somewhere; what is for partners alone finds nothing for others."""
    fields = ["name", "summary", "public_text", *(["partner_text"] if for_partners else [])]
    every = Q()
    for word in words.split()[:8]:
        some = Q()
        for field in fields:
            some |= Q(**{f"{field}__icontains": word})
        every &= some
    return every
