"""What the help desk does: what waits, one thread, a note of a call, how long people wait for an answer."""
