"""Money as people read it."""

from decimal import Decimal

from campaigns.campaign import MONEY_UNITS


def in_units(amount: int) -> str:
    """Give ten-thousandths of the currency unit with two digits, such as 120.50; less than a cent is rounded."""
    return f"{Decimal(amount) / MONEY_UNITS:.2f}"
