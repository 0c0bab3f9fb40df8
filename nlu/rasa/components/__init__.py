"""The Rasa components of Huimin's understanding, in the order in which config.yml runs them."""
