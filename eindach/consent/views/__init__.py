"""Pages of consent for staff. One noun a file; a view makes one call of the domain."""
