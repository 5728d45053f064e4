"""What an attacker would try first, as a course: headers, cookies, requests, faults, passwords, sessions, sources,
connections, messages, and the page that answers ASVS with these tests (docs/asvs.md)."""
