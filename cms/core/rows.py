"""A row that a verb changes: locked, fresh, and saved by its fields."""

from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def locked(row: Row) -> Row:
    """The row, fresh and locked until the transaction ends."""
    rows: Any = type(row)._base_manager.select_for_update(of=("self",))
    found: Row = rows.get(pk=row.pk)
    return found


def note(row: models.Model, **values: Any) -> None:
    """Save some fields of a locked row."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
