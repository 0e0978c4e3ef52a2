"""Pay from results, exact to the smallest coin; importing this package registers the functions."""

from addin.scoring.pay import amounts, budget, merit, pools

__all__ = ["amounts", "budget", "merit", "pools"]
