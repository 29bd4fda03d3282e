"""What changes bookings, runs and what comes of them."""
