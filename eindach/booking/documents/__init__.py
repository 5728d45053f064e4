"""Documents: what the person carries of an itinerary: calendar file, PDF, letters.

Nouns: Sheet (an itinerary in words of one language; PDF and letters print it), letter (one e-mail about one change).
Promises: a letter is written in the transaction of the change and rendered by a job, once for each change; subject,
calendar entry and file names say neither office nor matter; the same appointments give the same bytes.
"""
