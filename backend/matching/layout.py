"""Which column of a row of whole numbers is what, in the fast reading. Skills fill the rest of a row, as bits."""

HAS_POINT, X, Y, Z, STREET, COUNTY, CITY = range(7)
"""The same for people and posts."""
S_REACH, S_REFUSES, S_PAY, S_AGE, S_KINDS, S_SKILLED, S_SKILLS = range(7, 14)
P_DEMANDS, P_PAY, P_YOUNGEST, P_OLDEST, P_KIND, P_STATIC, P_SKILLS = range(7, 14)
W_BOUND, W_WAY, W_DEMANDS, W_PAY, W_POST = range(5)
"""A walk: most points but for kind and skills, fewest metres, then what is quickly refused, and the post's row."""
NOWHERE = -2
"""Stands for the city of a person of whom no area is known at all; -1 stands for a part that is not told."""
FARTHEST = 1 << 60
HALF, FULL = 1 << 5, 1 << 6
DAY = HALF | FULL
"""Among the demands of a post: half a day or a whole one."""
RINGS = (4_001, 0)
"""Posts of a neighbourhood lie in rings: each from so many metres on, the nearest last."""
GROUPS = len(RINGS) * 2 * 4
"""Of each kind of work: each ring, in it whole and half days, each by the skills asked (0, 1, 2, 3 or more)."""
