"""What differs between two runs, two versions of a document or two rulebooks, in words: text, HTML, JSON."""
