"""A rulebook as a workbook and back, for people who will not open YAML.

    write(folder, labels, "zh") -> bytes          read(path) -> Edited(files, changes, …)

The workbook carries the files themselves in a hidden sheet. Coming back, what its sheets say is compared with what those files say,
and only the values that differ are written anew in their places: what nobody touched stays to the letter, comments included.
"""
