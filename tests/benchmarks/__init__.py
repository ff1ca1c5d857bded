"""The benchmark at its smallest."""
