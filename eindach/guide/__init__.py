"""Guide: what people come for, in their words.

Nouns: Topic (a tile of the start page), Matter (Anliegen: what somebody wants settled; minutes, what must come first,
which services settle it).
Promises: a matter names its German term of art beside the everyday words; the order of matters has no cycle;
papers to bring come from the services that settle it, never typed twice.
"""
