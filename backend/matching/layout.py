"""Which column of a row of whole numbers is what, in the fast reading. Skills fill the rest of a row, as bits."""

HAS_POINT, X, Y, Z, STREET, COUNTY, CITY = range(7)
"""The same for people and posts."""
S_REACH, S_REFUSES, S_PAY, S_AGE, S_KINDS, S_SKILLS = range(7, 13)
P_DEMANDS, P_PAY, P_YOUNGEST, P_OLDEST, P_KIND, P_STATIC, P_SKILLS = range(7, 14)
W_BOUND, W_WAY, W_DEMANDS, W_PAY, W_POST = range(5)
"""A walk: most points but for kind and skills, fewest metres, then what is quickly refused, and the post's row."""
WORD = 63
"""Skills or kinds of work a whole number holds."""
NOWHERE = -2
"""Stands for the city of a person of whom no area is known at all; -1 stands for a part that is not told."""
FARTHEST = 1 << 60
HALF, FULL = 1 << 5, 1 << 6
"""Among the demands of a post: half a day or a whole one."""
RINGS = (0, 4_001)
"""Posts of a neighbourhood lie in rings: each from so many metres on."""
DAYS = (FULL, HALF)
"""Lists of posts are numbered by kind (the last: any), skill (the last: any), day and ring, the ring fastest."""
