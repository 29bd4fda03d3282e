"""Personal data of the wish list. The exporters come with the pages that collect the data."""

from cms.core.privacy import exempt
from participation.wishlist import office_privacy

__all__ = ["office_privacy"]

exempt(
    "Who of the office did something; the books are kept.",
    "crowdfunding_lite.DonationEvent",
    "crowdfunding_lite.Payout",
    "crowdfunding_lite.Refund",
    "crowdfunding_lite.StageStep",
)
exempt(
    "Nothing is collected yet.",
    "crowdfunding_lite.Donation",
    "crowdfunding_lite.Donor",
    "crowdfunding_lite.Pledge",
    "crowdfunding_lite.Subscription",
    "wishlist.ChangeRequest",
    "wishlist.InstitutionStep",
    "wishlist.Invitation",
    "wishlist.Membership",
    "wishlist.Wish",
    "wishlist.WishUpdate",
)
