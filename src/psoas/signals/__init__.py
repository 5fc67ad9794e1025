"""Arrays in, arrays out: means, gaps, resampling. Nothing here knows about running."""
