"""Load of runs done and planned, the season, and what the guard says of them."""
