"""Reading the calendars of others: pure, knows no Django, believes nothing that it is sent."""
