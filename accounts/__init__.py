"""People, the organisations they serve in, what they have been granted, and how they sign in."""
