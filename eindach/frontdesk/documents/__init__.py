"""What the day prints: the ticket of a visit."""
