"""Applications for recognition: form, papers, two reviews, decision (第二条)."""
