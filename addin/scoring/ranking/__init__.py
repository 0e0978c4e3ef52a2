"""Ranks, quotas and forced distribution; importing this package registers its functions over tables."""

from addin.scoring.ranking import forced, functions

__all__ = ["forced", "functions"]
