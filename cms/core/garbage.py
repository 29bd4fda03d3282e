"""The garbage collector of a web process, which would look through all of Django at each turn."""

import gc

YOUNG_OBJECTS = 10_000
"""New objects after which the youngest are looked at. A page makes some thousands; with Python's
700 every second one would also have the old ones looked at."""


def settle() -> None:
    """Leave what is loaded by now out of collections for good; called once all code is there.

    Some 240,000 objects that live as long as the process: a look through them takes a tenth of a
    second, during which no page is answered.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 10, 10)
