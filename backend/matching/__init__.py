"""People who look for work and the posts that fit them: fitted, shown, passed on (第五条第一项；穗人社发〔2014〕4号第十二条)."""
