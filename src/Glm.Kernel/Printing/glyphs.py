"""Writes the outlines of letters that figures are drawn with: python3 glyphs.py DejaVuSans.ttf DejaVuSans-Bold.ttf > sans.glyphs

Needs fontTools. The letters: Latin (ASCII, Latin-1, Latin Extended-A), Greek, and the signs that charts and taxa use.
"""
import sys

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

CODES = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x391, 0x3CA), *range(0x2010, 0x2016), *range(0x2018, 0x201F), *map(ord, "†•…‰′″‹›€™←↑→↓↔∂∆∏∑−√∞≈≠≤≥⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉✓")]

print("# Outlines of DejaVu Sans (dejavu-license.txt), made by glyphs.py: weight, code point, advance, path; 2048 units to the em, y upwards.")
for weight, path in zip(("regular", "bold"), sys.argv[1:]):
    font = TTFont(path)
    assert font["head"].unitsPerEm == 2048
    letters, names = font.getGlyphSet(), font.getBestCmap()
    for code in CODES:
        if code not in names:
            continue
        pen = SVGPathPen(letters)
        letters[names[code]].draw(pen)
        print(weight, f"{code:04X}", letters[names[code]].width, pen.getCommands())
