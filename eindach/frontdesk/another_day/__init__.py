"""What did not come to its end in a house gets another day.

left_open.py  which matters of a visit that is, and where another day can be found for them
over.py       who waits and can no longer be served today
offering.py   whoever left unserved, or did not come, is told: by mail, by text message, or somebody calls
letter.py     what they are told; the link leads to the page of the visit that finds another time
"""
