"""The bokmål texts of some source files: what `_()` and its like are called with, and what templates translate."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.utils.translation.template import templatize

FUNCTIONS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
_TEXT = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"\b(n?gettext|_)\(({_TEXT})(?:,\s*({_TEXT}))?")


def of_python(source: str) -> set[str]:
    """Both forms of a plural are joined by a zero byte, as the catalogue has them."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in FUNCTIONS:
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if texts:
                found.add("\0".join(texts[:2]) if _name(node.func).startswith("ngettext") else texts[0])
    return found


def of_template(source: str) -> set[str]:
    found = set()
    for name, first, second in _CALL.findall(templatize(source)):
        texts = [ast.literal_eval(text.removeprefix("u")) for text in (first, second) if text]
        found.add("\0".join(texts) if name == "ngettext" else texts[0])
    return found


def of_files(*files: Path) -> set[str]:
    found: set[str] = set()
    for file in files:
        source = file.read_text(encoding="utf-8")
        found |= of_python(source) if file.suffix == ".py" else of_template(source)
    return found


def _name(func: ast.expr) -> str:
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
