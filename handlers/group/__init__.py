"""What the bot does in groups, and as a guest in chats that it is no member of."""
