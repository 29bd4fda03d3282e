"""Crowdfunding for Django: campaigns, donations, pledges and payouts, for any payment provider."""
