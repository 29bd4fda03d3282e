"""What a donation costs, as the city's settings say, so that donors can give it on top."""

from decimal import ROUND_CEILING, Decimal

from participation.wishlist.models import WishlistSettings


def cover_cents(amount_cents: int, settings: WishlistSettings) -> int:
    """Cents to give on top of an amount so that the amount itself arrives.

    The provider takes its share of the whole sum, what was given for fees included, hence the
    division: total = (amount + fixed fee) ÷ (1 − rate), rounded up to a cent.
    """
    rate = settings.fee_percent / 100
    total = (Decimal(amount_cents) + settings.fee_fixed_cents) / (1 - rate)
    return int(total.to_integral_value(ROUND_CEILING)) - amount_cents
