"""Addresses of single ideas and what can be done with them; the list itself is a page."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from participation.ideas.views import decisions, detail

app_name = "ideas"
urlpatterns = [
    path(pgettext_lazy("address", "decisions/"), decisions.decision_log, name="decisions"),
    path(decisions.FILE, decisions.decision_file, name="decision_file"),
    path("<int:pk>-<slug:slug>/", detail.detail, name="detail"),
]
