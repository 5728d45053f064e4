"""Files for browsers made from packages: KERN's style sheet and the fonts. Run: `python -m eindach.site.assets`.

Reads `node_modules/` (filled by `npm ci`), writes `eindach/site/static/eindach/built/` (git-ignored, remade at will).
Why made and not taken as they are: the whole of KERN and its fonts would be 430 kB on the first page, a newcomer's
phone gets 200; and KERN knows left and right, while our pages also run from right to left.
"""
