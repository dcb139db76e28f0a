"""Spreadsheets that nobody vouches for → grids of cells: what stands where, and nothing about what it means."""
