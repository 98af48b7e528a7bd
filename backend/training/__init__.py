"""Courses of designated schools, who takes part in them, and training vouchers (穗人社发〔2014〕4号第九条)."""
