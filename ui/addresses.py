"""Addresses of our own pages, as they are kept: whole, or without what they ask for; never a piece of one."""


def fitting(address: str, most: int) -> str:
    """The address, encoded as it is, in at most so many letters: else its page alone, else the first of all pages."""
    return next((one for one in (address, address.partition("?")[0]) if len(one) <= most), "/")
