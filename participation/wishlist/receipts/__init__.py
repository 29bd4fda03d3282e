"""Papers for the tax office: how they are worded and set. Knows no models; data in, PDF out."""
