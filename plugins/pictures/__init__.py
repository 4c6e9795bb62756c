"""Pictures: what a file in content/images is, what is wrong with it, and the copies that are published of it."""
