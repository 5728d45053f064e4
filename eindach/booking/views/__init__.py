"""The newcomer's pages of booking. One noun a file; a view makes one call of the domain."""
