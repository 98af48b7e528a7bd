"""What keeps the bot from starting. It stands alone, so that whoever asks need not bring the bot along."""


class CannotStart(Exception):
    """Why the bot cannot start, in one sentence for the person at the terminal."""
