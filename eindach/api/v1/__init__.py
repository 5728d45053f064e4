"""HTTP API v1, as published: matters, itineraries, bookings. Its shapes change by adding only."""
