"""Whole registers through the rules: the same trees the engine reads for one person, read as Polars columns.

    from backend.columns.service import Policies, screen

    policies = Policies(tuple(catalogue.packs.values()), catalogue.divisions, date(2026, 11, 21))
    for part in screen(policies, Path("register.csv")):
        part.frame      # the columns that are no facts, one column a category, `result`, `problem`
        part.problems   # the rows that have no verdict, by line, with the reason

`screen` takes a file (CSV, Parquet, XLSX) or a Polars frame and yields batches in the order of the rows, so that memory
stays bounded. Verdicts are the words `no`, `unknown`, `confirm`, `yes` as a Polars Enum in the order of the chain: they
compare, and `result` is the best of all categories. The same call with two versions of a pack, row by row side by side,
says who gains, loses or becomes uncertain. A row that cannot be read has no verdict: null, with the result `invalid`.

An empty cell is a fact never asked: unknown, never no. Facts are found by their id or their label.
"""
