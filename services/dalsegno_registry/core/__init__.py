"""What a revision is and how it comes about; pure."""
