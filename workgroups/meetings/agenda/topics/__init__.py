"""What an item is about: a barrier, a proposal, an action and the like, with which it is linked."""
