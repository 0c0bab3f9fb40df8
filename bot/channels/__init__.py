"""The doors by which utterances come in and replies go out."""
