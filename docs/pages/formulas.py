"""The formulas of a function: those that its docstring, and the docstrings of what it calls, give."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType

from addin.scoring.catalogue import Function

AFTER = ("columns", "parameters", "Returns", "Return", "Raises", "Source")
"""How the part of a docstring begins that follows the formula, if not with the name of an argument."""

PAPERS = r"\b(?:scoring|defaults|duties)\.md\b"
"""Papers of the house, which no reader has."""

OWN = re.compile(rf"{PAPERS}(?: sections? [\d and]+)?[,:]?\s*")
"""How the source of a case begins that is such a paper; what follows it may say something."""

MATHEMATICS = re.compile("[=Σ·×÷√]")
"""What a formula has that is no mere description."""


@dataclass(frozen=True, slots=True)
class Formula:
    """What one function of the code says of itself: the first sentence, the formula, published sources."""

    sentence: str
    formula: str
    sources: tuple[str, ...]


def formulas(function: Function) -> Iterator[Formula]:
    """Yield what a registered function says of itself, then the formulas of what it calls in its area."""
    registered = inspect.unwrap(function.compute)
    assert isinstance(registered, FunctionType), function.key
    package = f"addin.scoring.{function.area}."
    for found in (registered, *called(registered, package, [registered])):
        formula = formula_of(found)
        sourced = "Source: " in (found.__doc__ or "") or MATHEMATICS.search(formula.formula)
        if formula.formula and (found is registered or sourced):
            yield formula


def called(caller: FunctionType, package: str, seen: list[FunctionType]) -> Iterator[FunctionType]:
    """Yield the functions of a package that a function calls, and those that they call, each once."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(caller))).body
    assert isinstance(tree, ast.FunctionDef), caller
    for node in (node for statement in tree.body for node in ast.walk(statement)):
        found = meant(node, caller)
        if isinstance(found, FunctionType) and found.__module__.startswith(package) and found not in seen:
            seen.append(found)
            yield found
            yield from called(found, package, seen)


def meant(node: ast.AST, caller: FunctionType) -> object:
    """Return what a name, or a name within a module, stands for where a function uses it."""
    if isinstance(node, ast.Name):
        return caller.__globals__.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        module = caller.__globals__.get(node.value.id)
        return getattr(module, node.attr, None) if isinstance(module, ModuleType) else None
    return None


def formula_of(found: FunctionType) -> Formula:
    """Take the docstring of a function apart, as CONTRIBUTING.md says it is written."""
    sentence, *rest = (inspect.getdoc(found) or "").split("\n\n")
    after = re.compile(rf"({'|'.join((*AFTER, *inspect.signature(found).parameters))})\b[:, ]")
    end = next((place for place, part in enumerate(rest) if after.match(part)), len(rest))
    _, _, source = " ".join("\n".join(rest).split()).partition("Source: ")
    return Formula(sentence, "\n\n".join(rest[:end]), tuple(published(source)))


def published(source: str) -> Iterator[str]:
    """Yield the sources that a reader can look up; papers of the house are none."""
    for part in source.removesuffix(".").split("; "):
        if part and not re.search(PAPERS, part):
            yield part
