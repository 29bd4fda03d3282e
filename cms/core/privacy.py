"""Personal data: what every app keeps about a person, how it is handed over and how it goes.

An app that stores something about people registers it in its ``privacy.py``. The privacy centre
lists, exports and erases whatever is registered; a system check (core.E002) fails for a model with
a link to the user that nobody has registered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Export:
    """What is stored about one person under one heading.

    ``columns`` names the keys of each row for people; ``files`` go into the ZIP under their names.
    """

    columns: Mapping[str, Words]
    rows: list[dict[str, Any]]
    files: list[tuple[str, FieldFile]] = field(default_factory=list)


@dataclass(frozen=True)
class PersonalData:
    """One kind of personal data.

    ``models`` are the labels it covers, ``purpose`` says why it is stored, ``erase`` takes it away
    or takes the person out of it, ``keeps`` says what stays after that and why (empty: nothing).
    Kinds are listed by ``order`` and erased the other way round, so that the account goes last.
    """

    key: str
    title: Words
    models: tuple[str, ...]
    purpose: Words
    export: Callable[[Any], Export]
    erase: Callable[[Any], object]
    keeps: Words = ""
    order: int = 50


_registered: dict[str, PersonalData] = {}
_exempt: dict[str, str] = {}


def register(*kinds: PersonalData) -> None:
    """Add kinds of personal data. ValueError when a key is taken."""
    for kind in kinds:
        if kind.key in _registered:
            raise ValueError(f"Personal data “{kind.key}” is registered twice.")
        _registered[kind.key] = kind


def exempt(reason: str, *labels: str) -> None:
    """Name models that link to the user and hold nothing about anybody, and say why."""
    _exempt.update(dict.fromkeys(labels, reason))


def registered() -> list[PersonalData]:
    """Every kind, in order."""
    return sorted(_registered.values(), key=lambda kind: kind.order)


def covered() -> set[str]:
    """Labels of the models that are registered or exempt."""
    labels = {label for kind in _registered.values() for label in kind.models}
    return labels | set(_exempt)


def export_of(
    queryset: models.QuerySet[Any],
    *fields: str,
    files: str = "",
    **labels: Words,
) -> Export:
    """Rows of a queryset: the named fields with choices in words; ``labels`` where the model's own
    names do not do. A field may be any attribute that has a label.
    """
    model = queryset.model
    columns = {
        name: labels.get(name) or model._meta.get_field(name).verbose_name for name in fields
    }
    items = list(queryset)
    rows = [{name: _value(item, name) for name in fields} for item in items]
    found = [(str(getattr(item, files)), getattr(item, files)) for item in items] if files else []
    return Export(columns, rows, [(name, file) for name, file in found if file])


def _value(item: Any, name: str) -> Any:
    """A plain value: the words of a choice, the title of a related object."""
    words = getattr(item, f"get_{name}_display", None)
    value = words() if words else getattr(item, name)
    value = value() if callable(value) else value
    return str(value) if isinstance(value, models.Model | Promise) else value


def exports(person: Any) -> Iterator[tuple[PersonalData, Export]]:
    """Everything stored about a person, kind by kind."""
    for kind in registered():
        yield kind, kind.export(person)


def erase(person: Any) -> None:
    """Take a person out of everything that is registered, all of it or nothing."""
    with transaction.atomic():
        for kind in reversed(registered()):
            kind.erase(person)


def links_to_user(every_model: Iterable[type[models.Model]], user: type[models.Model]) -> set[str]:
    """Labels of the models with a link of their own (foreign key, one or many) to the user.

    Tables that Django makes for a many-to-many field belong to the model that declares it, and a
    subclass belongs to the model whose field it inherits.
    """
    return {
        model._meta.label
        for model in every_model
        for own in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if own.is_relation and own.related_model is user
    }
