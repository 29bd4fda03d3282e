"""Which tests stay together, and which begin, when several processes share a run.

``--dist loadgroup`` reads pytest-xdist's mark ``xdist_group`` from ids that pytest 9.2 does not let
it change any more, and so shares out every test alone (pytest-xdist issue 1386). Groups go by path.
"""

from xdist.scheduler import LoadScopeScheduling

CRAWL = "tests/e2e/test_crawl.py"  # one walk through the site
BROWSER = "tests/e2e/"  # one site and one browser for all the others
WHOLE = "tests/core/test_run_whole.py"  # one started platform
GROUPS = (CRAWL, BROWSER, WHOLE)
# The long ones first, so that the processes end together. Of two processes, one makes the demo for
# the browser while the other starts the platform, and finds it made when the walk begins.
ORDER = (BROWSER, WHOLE, CRAWL)


def group_of(nodeid: str) -> str:
    """The group of a test; a test of none is alone."""
    return next((group for group in GROUPS if nodeid.startswith(group)), nodeid)


def place_of(nodeid: str) -> int:
    """When its group begins, in a run that is shared."""
    group = group_of(nodeid)
    return ORDER.index(group) if group in ORDER else len(ORDER)


class Groups(LoadScopeScheduling):
    """Hands out groups, and every other test alone."""

    def _split_scope(self, nodeid: str) -> str:
        """The group of a test; pytest-xdist asks for it under this name."""
        return group_of(nodeid)
