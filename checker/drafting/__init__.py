"""From a document that was read to a rulebook in draft: register, reasons without a norm, one draft rule per duty.

What the words do not settle is left open and says so; nothing here is a rule until a person has confirmed it.
"""
