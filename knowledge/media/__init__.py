"""Pictures: what the bot and its reports draw."""
