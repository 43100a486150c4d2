"""Torture: real bot processes, killed again and again; nothing may be lost, doubled or out of order."""
