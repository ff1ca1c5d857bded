"""Rules of the house, held by tests: they read the code, the templates, the catalogues and the map of addresses."""
