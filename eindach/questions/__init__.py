"""Questions: whoever wants to know something, or to talk to a human, reaches one.

Nouns: Enquiry (a question or a wish to be called back, and everything said about it), Entry (one thing said, by either
side, or a note of ours), Call (an appointment by telephone with the help desk; its row is booking's).
Promises: no way ends without a person; how an enquiry stands is computed from its dates; an answer says in which
language it is, and a machine translates nothing; a stranger's mail opens no thread and gets no thread to answer itself;
files are neither kept nor opened; nothing that was written goes along to another office by itself.
"""
