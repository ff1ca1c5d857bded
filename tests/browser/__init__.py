"""What is seen and done in a real browser."""
