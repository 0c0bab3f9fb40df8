"""What the staff's door opens of the conversations: residents who wait for a person, and what was switched off."""
