"""The demonstration: an invented year of invented people, loaded through the product's own tables and commands."""
