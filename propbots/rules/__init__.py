"""The rules of prop firms: scalar decisions over integers, the plans that hold their numbers, and the firms' days."""
