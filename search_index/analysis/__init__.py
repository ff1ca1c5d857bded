"""How text becomes what the index holds: one spelling for what looks the same, words, clusters, stems."""
