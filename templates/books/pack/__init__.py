"""The small workbooks of one page: self-appraisal, rater workbook, data workbook."""
