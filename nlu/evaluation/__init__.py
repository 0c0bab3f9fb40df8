"""The honest ruler: how well lines are understood that no training ever saw."""
