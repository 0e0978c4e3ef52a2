"""Google Sheets as a way to departments: hand out, take in, write findings back."""
