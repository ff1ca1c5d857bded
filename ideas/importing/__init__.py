"""Ideas and comments out of files other systems wrote."""
