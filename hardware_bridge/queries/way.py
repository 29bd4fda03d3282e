"""The way to the live values in the reader's language."""

from cms.core.sections import SiteSection
from hardware_bridge.models import LiveOverviewPage

live_section = SiteSection("live", LiveOverviewPage)
