"""Proofs that nothing is lost and nothing is done twice, held against what people saw and what the database says."""
