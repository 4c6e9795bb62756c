"""What is derived from the whole site: pure functions that return bytes."""
