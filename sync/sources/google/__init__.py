"""Workbooks that live in Google Sheets: real gspread and google-auth, at a pace that Google allows."""
