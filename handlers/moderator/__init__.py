"""What moderators and owners can do."""
