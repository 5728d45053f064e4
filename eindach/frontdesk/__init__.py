"""Frontdesk: the day itself, from the door to the way home.

Nouns: Visit (somebody's being in one house on one day; its number is the ticket), Stop (one matter of a visit at one
counter or whoever there serves it), Desk (a member of staff at work at a counter, from opening to closing), Step (what
happened to a stop, a visit or a desk, when, by whom; nothing is ever taken out of it), EventDay and Station (a first
Friday with its partners of that day). Words of the queue are those of ZMS: ticket, queue, call, call display.
Promises: nobody is called to two counters at once, no desk has two visitors, two who press "next" never get the same
one (constraints, and rows locked with SKIP LOCKED); who is next follows one rule that can be said in a sentence
(queue.py); every change of state is compare-and-swap and can be undone for a minute; a dead browser or server loses
nobody, because all of it is rows; what the display and a visitor's phone show is read from the same rows.
Names are never called, shown on a screen or kept here: a ticket is a letter and a number.
"""
