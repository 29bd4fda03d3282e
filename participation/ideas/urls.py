"""Addresses of single ideas and what can be done with them; the list itself is a page."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from participation.ideas.views import (
    confirm,
    decisions,
    detail,
    editing,
    lists,
    matrix,
    sent,
    statistics,
    submission,
    talk,
)

app_name = "ideas"
urlpatterns = [
    path(pgettext_lazy("address", "decisions/"), decisions.decision_log, name="decisions"),
    path(decisions.FILE, decisions.decision_file, name="decision_file"),
    path(pgettext_lazy("address", "matrix/"), matrix.matrix, name="matrix"),
    path(pgettext_lazy("address", "statistics/"), statistics.statistics, name="statistics"),
    path(pgettext_lazy("address", "submit/"), submission.submit, name="submit"),
    path(pgettext_lazy("address", "submit/similar/"), submission.similar_ideas, name="similar"),
    path(pgettext_lazy("address", "submit/draft/"), submission.autosave, name="draft"),
    path(pgettext_lazy("address", "submit/draft/discard/"), submission.discard, name="discard"),
    path(pgettext_lazy("address", "submit/proof/"), submission.proof_challenge, name="proof"),
    path(pgettext_lazy("address", "submit/sent/"), sent.sent, name="sent"),
    path(pgettext_lazy("address", "confirm/<slug:key>/"), confirm.confirm, name="confirm"),
    path(
        pgettext_lazy("address", "comments/<int:pk>/change/"),
        talk.edit_comment,
        name="edit_comment",
    ),
    path(
        pgettext_lazy("address", "comments/<int:pk>/remove/"),
        talk.remove_comment,
        name="remove_comment",
    ),
    path(pgettext_lazy("address", "map/"), lists.by_place, name="map"),
    path(pgettext_lazy("address", "ideas.<slug:ending>"), lists.open_data, name="open_data"),
    path("<int:pk>-<slug:slug>/", detail.detail, name="detail"),
    path(pgettext_lazy("address", "<int:pk>/support/"), talk.support, name="support"),
    path(pgettext_lazy("address", "<int:pk>/comment/"), talk.comment, name="comment"),
    path(pgettext_lazy("address", "<int:pk>/follow/"), talk.follow, name="follow"),
    path(pgettext_lazy("address", "<int:pk>/report/"), talk.report, name="report"),
    path(pgettext_lazy("address", "<int:pk>/edit/"), editing.edit, name="edit"),
    path(pgettext_lazy("address", "<int:pk>/withdraw/"), editing.withdraw, name="withdraw"),
]
