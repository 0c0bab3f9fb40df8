"""How people talk with the service: one conversation, several channels."""
