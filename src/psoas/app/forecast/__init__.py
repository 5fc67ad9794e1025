"""What is to come: tomorrow, the week before the race, what drives it."""
