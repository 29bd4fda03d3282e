"""What the programme's tests share."""

import pytest

from cms.core.page_cache import frame


@pytest.fixture
def nothing_is_closed():
    """As where a page is read, which has asked already what is closed."""
    token = frame._hidden.set(frozenset())
    yield
    frame._hidden.reset(token)
