"""What a guest asks for, between the form and the verb."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One who comes. ``price`` is the key of a price of the run; None where there is but one."""

    name: str
    price: int | None = None
    needs: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a guest has entered."""

    people: tuple[Person, ...]
    email: str
    phone: str = ""
    remark: str = ""
    pay_by: str = ""
    wants_queue: bool = True
