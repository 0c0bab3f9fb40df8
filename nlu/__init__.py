"""What residents mean, and what the rules say to it."""
