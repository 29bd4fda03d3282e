"""Who of the office works on ideas."""

from django.utils.translation import gettext_lazy as _

from cms.users.roles import NAMES

ASSESSORS = "Assessors"
FACILITATORS = "Facilitators"
DECISION_MAKERS = "Decision makers"
COMPLEXITY = "Complexity experts"
SUSTAINABILITY = "Sustainability office"

NAMES |= {
    ASSESSORS: _("Assessors"),
    FACILITATORS: _("Facilitators"),
    DECISION_MAKERS: _("Decision makers"),
    COMPLEXITY: _("Complexity experts"),
    SUSTAINABILITY: _("Sustainability office"),
}
