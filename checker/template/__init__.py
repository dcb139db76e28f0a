"""The workbook that a school fills in: generated from what the rules need to know, and nothing else."""
