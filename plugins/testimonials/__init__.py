"""Testimonials: quotations of people, with their permission."""
