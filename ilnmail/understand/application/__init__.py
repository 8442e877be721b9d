"""What somebody tells us about themselves when they join: as a form, or in their own words."""
