"""Telegram in, Telegram out: one file, one behaviour."""
