"""Finding ideas by every word written around them, in Khmer and English."""
