"""Functions over lists of ratings; importing this package registers them all."""

from addin.scoring.raters.functions import agreement, combining, copying, normalising, patterns

__all__ = ["agreement", "combining", "copying", "normalising", "patterns"]
