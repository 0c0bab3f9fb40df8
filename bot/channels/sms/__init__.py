"""The conversation by short message."""
