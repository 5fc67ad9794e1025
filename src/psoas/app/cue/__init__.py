"""One running cue: its course, its beat, and whether runs kept it."""
