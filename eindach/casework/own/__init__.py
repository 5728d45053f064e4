"""A person's own door: their appointments, what offices know of them and why, who looked, what they agreed to.

Nobody needs it to book. Whoever proves a contact by a code sees what belongs to that contact (a family may share one).
Reading one's own data leaves an event too; advisors' notes are the only thing not shown here.
"""
