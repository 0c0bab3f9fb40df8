"""Invented residents, for demonstrations and measurements."""
