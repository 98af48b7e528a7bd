"""People who look for work and the posts that fit them: fitted, shown, passed on (第五条第一项)."""
