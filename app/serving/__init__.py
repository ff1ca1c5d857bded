"""Serving: the web server and the worker side by side, under one command that starts and stops both."""
