"""Workgroups: the platform of the multi-stakeholder work groups."""
