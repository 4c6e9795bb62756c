"""Serverless functions. They import nothing of the site's plugins; the build hands them files."""
