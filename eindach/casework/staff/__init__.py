"""Pages of cases and referrals. Each act is a form of its own on the page, and leads back there."""
