"""Proof beside the rule: written and generated cases of rules and measures, run through the same engine as real records."""
