"""The demonstration: an innovation lab in full swing, built through the same services a person uses."""
