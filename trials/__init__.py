"""Trials: an idea tried at one site, with a plan in numbers, readings, and an honest evaluation."""
