"""From files to typed tables: one reader per kind of file, one model (`Body`) for all of them.

`reader.bodies` finds the bodies, a reader per suffix takes a file apart, `assemble` checks and normalises what stands
in it.
"""
