"""Proof beside the rule: written and generated cases of rules and measures, run through the engine of real records."""
