"""Every command of `huimin`: reads its arguments, asks the house, prints the answer."""
