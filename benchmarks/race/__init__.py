"""The race: many clients take places at once, and afterwards it is counted what went wrong.

Two must be 0. Double bookings: pairs of live appointments of one calendar, or of one person, that overlap (asked of
the database). False rejections: refusals while one of the equal counters was free all along, and every error.

What "free all along" means. Each act is stamped before it begins and after it has ended. A place (desk, time) was
possibly taken by every appointment whose taking began before the refused attempt ended and whose giving back had not
ended when that attempt began, and by every closure of one of its counters likewise. If there are fewer of these than
the desk has counters, then at least one counter was touched by none of them: it was free from the first to the last
moment of the attempt, and the refusal is false. For the disjoint mix every refusal is false.
"""
