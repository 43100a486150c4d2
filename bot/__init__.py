"""Starts things: the only folder that sees everything."""
