"""What the lab answers: the promise of a first reply, and decisions."""
