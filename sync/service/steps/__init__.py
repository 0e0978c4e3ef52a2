"""The steps that people take between a checked form and a closed cycle, one verb a file."""
