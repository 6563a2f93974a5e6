"""What stops Fyr from starting, said in one sentence a person can act on."""


class Trouble(Exception):
    """Shown on the terminal as it is, without a traceback."""
