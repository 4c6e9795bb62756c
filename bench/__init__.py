"""Figures of speed and size, measured on a site that is made up for it."""
