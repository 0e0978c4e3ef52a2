"""The arithmetic of appraisal, pure: numpy and the standard library, no workbook, no database, no web."""
