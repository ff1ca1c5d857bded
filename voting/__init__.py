"""Support: one colleague's undoable yes, and what the yeses add up to."""
