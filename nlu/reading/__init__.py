"""Reads typed facts out of what people write: strictly what is said, and of whom."""
