"""The tests: one folder per package, the browser, the house rules, and what they share."""
