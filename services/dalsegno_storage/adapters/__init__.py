"""Where the bytes and the rows are kept."""
