"""What coordinators do: a week of openings, changes with their consequences, the day's end. Never a name."""
