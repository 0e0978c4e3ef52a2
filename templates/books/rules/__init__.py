"""The appraisal rules as a Word document: every sentence in both languages, names as HR typed them."""

from templates.books.rules.content import RulesContent
from templates.books.rules.write import write_rules

__all__ = ["RulesContent", "write_rules"]
