"""The part of Stripe's API that the platform speaks, for demo and tests; see README.md."""
