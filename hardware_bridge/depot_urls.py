"""Addresses of the depot: the day's tours and what drivers report from them."""

from django.urls import path

from hardware_bridge.views import depot

app_name = "depot"
urlpatterns = [
    path("", depot.overview, name="overview"),
    path("worker.js", depot.worker, name="worker"),
    path("tour/<uuid:public_id>/", depot.tour, name="tour"),
    path("tour/<uuid:public_id>/act/", depot.act, name="act"),
    path("tour/<uuid:public_id>/report/", depot.report_many, name="report_many"),
    path("tour/<uuid:public_id>/<int:stop>/", depot.report_one, name="report"),
    path("tour/<uuid:public_id>.gpx", depot.gpx_file, name="gpx"),
    path("tour/<uuid:public_id>.pdf", depot.pdf_file, name="pdf"),
]
