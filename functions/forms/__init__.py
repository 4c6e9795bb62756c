"""Answers the site's forms: a pure core, two ports (Store and Mailer), and a front door for each home.

`handler.handle` is the way in. It knows no network, no clock and no files.
"""
