"""Reading policy text: from words to places, and from a sentence to actor, modality, number, unit, window."""
