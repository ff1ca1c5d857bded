"""The life of an idea and its trials: one table of moves, who makes them, what they need, what follows."""
