"""Paper: PDF for any part, typeset by typst with the fonts of the pages.

Nouns: template (a .typ file beside whoever prints it), given (plain data, so that no name can give typst orders).
Promise: the same data give the same bytes, on every machine; PDF/UA-1, tagged, every font embedded.
"""

from .typesetting import pdf

__all__ = ["pdf"]
