"""What is looked at in a workbook or a scheme: each check is one function, registered by its code."""
