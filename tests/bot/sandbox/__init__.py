"""Tests of the sandbox: the library that the bot is built on talks to it as it talks to Telegram."""
