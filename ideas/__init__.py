"""Ideas, the conversation around them, and their history."""
