"""The functions over tables, all of them; importing this module registers them."""

from addin.scoring import pay, periods, ranking
from addin.scoring.catalogue import FUNCTIONS
from addin.scoring.raters import functions as raters

AREAS = ("ranking", "raters", "periods", "pay")
"""Where the texts of the functions stand, in the order people are shown them."""

__all__ = ["AREAS", "FUNCTIONS", "pay", "periods", "ranking", "raters"]
