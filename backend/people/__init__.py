"""Citizens: their chat accounts, what they consented to, and who they are once they have said so."""
