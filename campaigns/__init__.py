"""What is sent, to whom, when, and what became of it."""
