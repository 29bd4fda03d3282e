"""What is worked out of dates and places; knows no Django."""
