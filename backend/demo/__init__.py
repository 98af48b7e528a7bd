"""Fictitious people for the demonstration: officers, citizens, and cases in every state.

Everything is made through the services, as real people would make it, only with the clock set back.
"""

from backend.demo.fill import bring_letters, fill
from backend.demo.people import SIGN_INS, SignIn

__all__ = ["SIGN_INS", "SignIn", "bring_letters", "fill"]
