from __future__ import annotations

import ast
import re
import sys

from tests.policies.golden import POLICIES

ENGINE = sorted((POLICIES.parent / "backend" / "rules").glob("*.py"))


def test_the_engine_imports_the_standard_library_and_itself_only() -> None:
    for path in ENGINE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.split(".")[0] in sys.stdlib_module_names or name.startswith("backend.rules"), (
                    path,
                    name,
                )


def test_no_city_and_no_age_stands_in_the_code() -> None:
    for path in [*ENGINE, POLICIES.parent / "backend" / "policies" / "catalogue.py"]:
        source = path.read_text(encoding="utf-8")
        constants = {n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant)}
        assert not constants & {35, 40, 45, 50, 55, 60}, path
        assert not re.search("新余|xinyu|3605|广州", source, re.IGNORECASE), path


def test_the_engine_never_asks_the_clock() -> None:
    for path in ENGINE:
        assert not re.search(r"\.(today|now|utcnow)\(", path.read_text(encoding="utf-8")), path
