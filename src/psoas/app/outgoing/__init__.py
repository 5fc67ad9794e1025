"""The plan going out: files, a calendar feed, workouts for the watch."""
