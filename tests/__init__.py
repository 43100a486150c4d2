"""Tests of ShynBa; the folders mirror bot, handlers and knowledge."""
