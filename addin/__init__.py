"""What Excel and LibreOffice load: the scoring library, its words, and its functions for cells."""
