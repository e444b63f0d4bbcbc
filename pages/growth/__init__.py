"""A site as it may be in twenty years: far more content, made up, to measure it with."""
