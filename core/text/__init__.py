"""What we do to text: Khmer clusters, Markdown, languages."""
