"""The Rasa components of Huimin's understanding, in the order in which config.yml runs them."""

import os

# Sounds are read character by character: the phrases of pypinyin and its private copies would cost 46 MB for nothing.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
