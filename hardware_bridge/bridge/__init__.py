"""The bridge process. It knows neither Django nor our models (import-linter holds it): with them it
would weigh 170 MB before the first message, without 50. Its statements are in ``statements.py``;
whatever needs a rule of ours it leaves to a job in the transaction that it stores the cause in.
"""
