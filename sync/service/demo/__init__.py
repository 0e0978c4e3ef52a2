"""The sample company: people, filled workbooks with human mistakes, and the story that runs the real commands."""
