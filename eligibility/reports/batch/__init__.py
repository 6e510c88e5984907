"""What a batch came to, for people: the workbook and the lines on the terminal."""
