"""Addresses of the account's pages about donations and of an institution's own area."""

from django.urls import path

from participation.wishlist.views import account, receipts
from participation.wishlist.views.area import (
    members,
    money,
    needs,
    overview,
    pledges,
    profile,
    updates,
    wishes,
)

AREA = "einrichtungen/<int:pk>/"
WISH = f"{AREA}wuensche/<int:wish>/"

urlpatterns = [
    path("", account.mine, name="my_wishlist"),
    path("bescheinigungen/", receipts.mine, name="my_receipts"),
    path(AREA, overview.overview, name="my_institution"),
    path(f"{AREA}profil/", profile.profile, name="my_profile"),
    path(f"{AREA}unterlagen/", profile.papers, name="my_papers"),
    path(f"{AREA}konto/", profile.bank, name="my_bank"),
    path(f"{AREA}mitglieder/", members.members, name="my_members"),
    path(f"{AREA}zusagen/", pledges.pledges, name="my_pledges"),
    path(f"{AREA}zusagen/<int:number>/", pledges.pledge, name="my_pledge"),
    path(f"{AREA}geld/", money.money, name="my_money"),
    path(f"{AREA}wuensche/neu/", wishes.new, name="my_wish_new"),
    path(WISH, wishes.wish, name="my_wish"),
    path(f"{WISH}bearbeiten/", wishes.edit, name="my_wish_edit"),
    path(f"{WISH}bilder/", wishes.pictures, name="my_wish_pictures"),
    path(f"{WISH}braucht/neu/", needs.new, name="my_need_new"),
    path(f"{WISH}braucht/<int:need>/", needs.edit, name="my_need"),
    path(f"{WISH}neues/", updates.new, name="my_update_new"),
    path(f"{WISH}buchungen.csv", money.bookings, name="my_bookings"),
]
