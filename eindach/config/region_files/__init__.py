"""The files of a region as they stand in `regions/`: YAML, what is based on what, translations. No Django."""
