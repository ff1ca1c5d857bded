"""Search: text analysis, query plans, the contract of engines, relevance, and what survives a kill."""
