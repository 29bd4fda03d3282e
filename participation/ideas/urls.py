"""Addresses of single ideas and what can be done with them; the list itself is a page."""

from django.urls import path
from django.utils.translation import pgettext_lazy as words

from participation.ideas.views import (
    confirm,
    decisions,
    detail,
    matrix,
    statistics,
    submission,
    talk,
)

app_name = "ideas"
urlpatterns = [
    path(words("address", "decisions/"), decisions.decision_log, name="decisions"),
    path(decisions.FILE, decisions.decision_file, name="decision_file"),
    path(words("address", "matrix/"), matrix.matrix, name="matrix"),
    path(words("address", "statistics/"), statistics.statistics, name="statistics"),
    path(words("address", "submit/"), submission.submit, name="submit"),
    path(words("address", "submit/similar/"), submission.similar_ideas, name="similar"),
    path(words("address", "submit/draft/"), submission.autosave, name="draft"),
    path(words("address", "submit/draft/discard/"), submission.discard, name="discard"),
    path(words("address", "submit/proof/"), submission.proof_challenge, name="proof"),
    path(words("address", "submit/sent/"), submission.sent, name="sent"),
    path(words("address", "confirm/<str:key>/"), confirm.confirm, name="confirm"),
    path(words("address", "comments/<int:pk>/change/"), talk.edit_comment, name="edit_comment"),
    path(words("address", "comments/<int:pk>/remove/"), talk.remove_comment, name="remove_comment"),
    path("<int:pk>-<slug:slug>/", detail.detail, name="detail"),
    path(words("address", "<int:pk>/support/"), talk.support, name="support"),
    path(words("address", "<int:pk>/comment/"), talk.comment, name="comment"),
    path(words("address", "<int:pk>/follow/"), talk.follow, name="follow"),
    path(words("address", "<int:pk>/report/"), talk.report, name="report"),
    path(words("address", "<int:pk>/edit/"), submission.edit, name="edit"),
    path(words("address", "<int:pk>/withdraw/"), submission.withdraw, name="withdraw"),
]
