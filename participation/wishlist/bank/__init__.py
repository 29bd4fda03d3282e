"""Files for the bank. Knows no models; data in, XML out."""
