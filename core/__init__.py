"""The ground every feature stands on: database, clock, errors, text, panels."""
