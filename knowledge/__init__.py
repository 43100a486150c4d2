"""Knows: rebuttals, and how a post is matched to them. No Telegram, no environment, no clock of its own."""
