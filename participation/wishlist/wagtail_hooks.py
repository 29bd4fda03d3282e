"""What the wish list adds to Wagtail's admin: its menu, its pages, its rights and its styles."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static

from participation.wishlist.admin_views import (
    donations,
    lists,
    menu,
    overview,
    papers,
    payouts,
    receipts,
    review,
)

__all__ = ["menu"]


@hooks.register("register_admin_urls")
def money_urls() -> list[URLPattern]:
    """Donations, what went wrong with them, and the figures."""
    return [
        path("wishlist/", overview.alerts, name="wishlist_alerts"),
        path("wishlist/figures/", overview.months, name="wishlist_figures"),
        path(
            "wishlist/differences/<int:pk>/",
            overview.explain,
            name="wishlist_explain_difference",
        ),
        path("wishlist/disputes/", overview.disputes, name="wishlist_disputes"),
        path("wishlist/disputes/<int:pk>/", overview.dispute, name="wishlist_dispute"),
        path("wishlist/donations/", donations.listing, name="wishlist_donations"),
        path(
            "wishlist/donations.<slug:ending>",
            donations.export,
            name="wishlist_donations_export",
        ),
        path("wishlist/donations/<int:pk>/", donations.detail, name="wishlist_donation"),
        path("wishlist/donations/<int:pk>/refund/", donations.refund, name="wishlist_refund"),
        path(
            "wishlist/donations/<int:pk>/receipt/", donations.issue, name="wishlist_issue_receipt"
        ),
        path("wishlist/refunds/<int:pk>/", donations.solve, name="wishlist_solve_refund"),
        path("wishlist/monthly/", lists.subscriptions, name="wishlist_subscriptions"),
        path(
            "wishlist/monthly/<int:pk>/",
            lists.stop_subscription,
            name="wishlist_stop_subscription",
        ),
        path("wishlist/pledges/", lists.pledges, name="wishlist_pledges"),
        path("wishlist/files/", lists.files, name="wishlist_files"),
        path("wishlist/files/<slug:kind>", lists.file, name="wishlist_export"),
    ]


@hooks.register("register_admin_urls")
def treasury_urls() -> list[URLPattern]:
    """Payouts and receipts."""
    return [
        path("wishlist/payouts/", payouts.desk, name="wishlist_payouts"),
        path("wishlist/payouts/all/", payouts.listing, name="wishlist_all_payouts"),
        path("wishlist/payouts/plan/<int:pk>/", payouts.plan, name="wishlist_plan_payout"),
        path("wishlist/payouts/<int:pk>/", payouts.act, name="wishlist_act_on_payout"),
        path("wishlist/bank/", payouts.make_file, name="wishlist_make_file"),
        path("wishlist/bank/<int:pk>.xml", payouts.file, name="wishlist_file"),
        path("wishlist/bank/<int:pk>/", payouts.act_on_file, name="wishlist_act_on_file"),
        path("wishlist/receipts/", receipts.listing, name="wishlist_receipts"),
        path("wishlist/receipts.<slug:ending>", receipts.export, name="wishlist_receipts_export"),
        path("wishlist/receipts/wished/", receipts.wished, name="wishlist_receipts_wished"),
        path("wishlist/receipts/issue/", receipts.issue_many, name="wishlist_issue_many"),
        path("wishlist/receipts/<int:pk>/", receipts.detail, name="wishlist_receipt"),
        path("wishlist/receipts/<int:pk>.pdf", receipts.file, name="wishlist_receipt_pdf"),
    ]


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern]:
    """Institutions and wishes."""
    return [
        path("wishlist/review/", review.queue, name="wishlist_review"),
        path("wishlist/institutions/", review.all_institutions, name="wishlist_institutions"),
        path("wishlist/institutions/<int:pk>/", review.institution, name="wishlist_institution"),
        path("wishlist/institutions/<int:pk>/paper/", papers.of_institution, name="wishlist_paper"),
        path("wishlist/changes/<int:pk>/", review.change, name="wishlist_change"),
        path("wishlist/changes/<int:pk>/paper/", papers.of_change, name="wishlist_change_paper"),
        path("wishlist/wishes/<int:pk>/", review.wish, name="wishlist_wish"),
        path("wishlist/updates/<int:pk>/", review.update, name="wishlist_update"),
    ]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """What groups can be allowed."""
    return Permission.objects.filter(
        content_type__app_label="wishlist",
        content_type__model__in=("officesettings", "wishlistsettings"),
        codename__in=(
            "view_books",
            "review_wish",
            "manage_money",
            "change_officesettings",
            "change_wishlistsettings",
        ),
    )


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    """A gift for the menu."""
    return [*known, "wishlist/icons/gift.svg"]


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The styles of the office's pages."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("wishlist/admin.css"))
