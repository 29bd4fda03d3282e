"""An institution's own area below the account."""
