"""The area of a provider, below the account."""
