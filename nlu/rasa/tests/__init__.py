"""Tests of the components; `.venv/bin/python -m unittest discover -s tests -t .` in nlu/rasa runs them."""
