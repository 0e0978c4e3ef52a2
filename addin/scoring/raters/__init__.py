"""Several raters for one person: combining them, what patterns they show, how far they agree."""
