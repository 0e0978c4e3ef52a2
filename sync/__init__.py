"""The service: reads and checks workbooks, keeps the archive, reports."""
