"""Offers: areas of work, programmes, ways to join them, and learning."""
