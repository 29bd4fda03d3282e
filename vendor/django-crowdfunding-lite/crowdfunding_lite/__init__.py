"""Crowdfunding for Django: campaigns, donations, pledges and payouts, whoever the payment provider is."""
