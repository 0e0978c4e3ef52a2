"""The sample company: its people, their filled workbooks with human mistakes, the story of the main job."""
