"""Helping: an office takes somebody on (a case), or asks another office to (a referral) and hears what became of it.

Nouns: Case, Referral (casework/models), Asker (who asked, as they said it). Promises: nothing goes to another office
before the person's yes, and nothing stays readable there when the referral is over; every referral has an end with an
outcome, by the office, by the person or by the clock; who sent it sees each end until they have read it, and the person
is told; what has ended never opens again (a new one is sent).
"""
