"""Rasa's own command line without the libraries that Huimin's pipeline never calls: `python -m light run …`."""
