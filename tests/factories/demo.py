"""The whole demo as a state that tests begin in; made once for these files of content."""

import pytest

from tests import stages
from tests.e2e.site import demo

stages.stage("loaded_demo", template=demo)


@pytest.fixture
def loaded_demo(db: None) -> None:
    """The demo as `manage.py demo` has loaded it, once for all tests."""
