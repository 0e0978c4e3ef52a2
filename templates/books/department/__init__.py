"""The department workbook, edition rating: planned, written, and filled for demos and tests."""
