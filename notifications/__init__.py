"""Telling people what happened: their inbox, and what they follow."""
