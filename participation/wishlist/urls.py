"""Addresses of single wishes and what can be done with them; the list itself is a page."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from participation.wishlist.views import (
    apply,
    confirm,
    donate,
    follow,
    institutions,
    invitation,
    monthly,
    pledge,
    receipts,
    take_along,
    thanks,
    wish,
)

app_name = "wishlist"
urlpatterns = [
    path(pgettext_lazy("address", "institutions/"), institutions.listing, name="institutions"),
    path(pgettext_lazy("address", "institutions/apply/"), apply.apply, name="apply"),
    path(pgettext_lazy("address", "institutions/apply/sent/"), apply.sent, name="applied"),
    path(
        pgettext_lazy("address", "institutions/<int:pk>-<slug:slug>/"),
        institutions.detail,
        name="institution",
    ),
    path(pgettext_lazy("address", "confirm/<slug:key>/"), confirm.confirm, name="confirm"),
    path(
        pgettext_lazy("address", "invitation/<slug:key>/"),
        invitation.invitation,
        name="invitation",
    ),
    path(pgettext_lazy("address", "thanks/<slug:key>/"), thanks.thanks, name="thanks"),
    path(pgettext_lazy("address", "cancelled/<slug:key>/"), thanks.cancelled, name="cancelled"),
    path(pgettext_lazy("address", "monthly/<slug:key>/"), monthly.monthly, name="monthly"),
    path(pgettext_lazy("address", "pledge/<slug:key>/"), pledge.pledge, name="pledge"),
    path(pgettext_lazy("address", "stop/<slug:key>/"), follow.stop, name="stop_updates"),
    path(pgettext_lazy("address", "receipt/<slug:key>/"), receipts.receipt, name="receipt"),
    path(pgettext_lazy("address", "receipt/<slug:key>.pdf"), receipts.file, name="receipt_file"),
    path(pgettext_lazy("address", "proof/"), donate.proof_challenge, name="proof"),
    path("<int:pk>-<slug:slug>/", wish.detail, name="wish"),
    path(pgettext_lazy("address", "<int:pk>/donate/"), donate.donate, name="donate"),
    path(pgettext_lazy("address", "<int:pk>/help/<int:need>/"), pledge.promise, name="help"),
    path(pgettext_lazy("address", "<int:pk>/follow/"), follow.follow, name="follow"),
    path(pgettext_lazy("address", "<int:pk>/ledger/"), wish.ledger, name="ledger"),
    path(pgettext_lazy("address", "<int:pk>/donors/"), wish.donors, name="donors"),
    path(pgettext_lazy("address", "<int:pk>/card/"), take_along.card, name="card"),
    path(pgettext_lazy("address", "<int:pk>/poster.pdf"), take_along.poster, name="poster"),
    path("<int:pk>/qr.svg", take_along.qr_code, name="qr"),
    path(pgettext_lazy("address", "<int:pk>/updates.atom"), take_along.updates, name="feed"),
]
