"""What every citizen can do."""
