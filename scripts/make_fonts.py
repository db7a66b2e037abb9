"""Make the web fonts of the page kit from the Be Vietnam Pro sources (SIL Open Font License 1.1).

Be Vietnam Pro has no tabular figures; columns of numbers need them. This adds a `tnum` feature: each digit gets a twin
of one common width, its drawing centred; then the file is cut to Latin with Vietnamese and written as woff2.

    python -m venv fonts && fonts/bin/pip install fonttools brotli fontpkg-be-vietnam-pro
    fonts/bin/python scripts/make_fonts.py
"""

from copy import deepcopy
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

OUT = Path(__file__).parents[1] / "src/cchc/common/static/cchc/fonts"
STYLES = {"Regular": "400", "Italic": "400-italic", "Medium": "500", "SemiBold": "600", "Bold": "700"}
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
RANGES = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x309), (0x323, 0x323), (0x2C6, 0x2DD), (0x1EA0, 0x1EF9), (0x2010, 0x2027),
    (0x2030, 0x203A), (0x2044, 0x2044), (0x20AB, 0x20AC), (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2265),
]  # fmt: skip


def add_tabular_digits(font: TTFont) -> None:
    """Give every digit a twin of the common width, reached through the feature `tnum`."""
    glyphs, metrics = font["glyf"], font["hmtx"]
    width = round(sum(metrics[name][0] for name in DIGITS) / len(DIGITS))
    pairs = {}
    for name in DIGITS:
        twin = f"{name}.tnum"
        advance, bearing = metrics[name]
        shift = (width - advance) // 2
        copy = deepcopy(glyphs[name])
        copy.expand(glyphs)
        copy.coordinates.translate((shift, 0))
        copy.recalcBounds(glyphs)
        font.setGlyphOrder([*font.getGlyphOrder(), twin])
        glyphs.glyphs[twin] = copy
        metrics[twin] = (width, bearing + shift)
        pairs[name] = twin
    font["maxp"].numGlyphs = len(font.getGlyphOrder())
    _add_feature(font["GSUB"].table, "tnum", pairs)


def _add_feature(table: otTables.GSUB, tag: str, pairs: dict[str, str]) -> None:
    single = otTables.SingleSubst()
    single.mapping = pairs
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = 1, 0, [single], 1
    table.LookupList.Lookup.append(lookup)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = tag, otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex, record.Feature.LookupCount = [table.LookupList.LookupCount - 1], 1
    table.FeatureList.FeatureRecord.append(record)
    table.FeatureList.FeatureCount = place = len(table.FeatureList.FeatureRecord)
    for script in table.ScriptList.ScriptRecord:
        systems = [script.Script.DefaultLangSys, *(entry.LangSys for entry in script.Script.LangSysRecord)]
        for system in filter(None, systems):
            system.FeatureIndex.append(place - 1)
            system.FeatureCount = len(system.FeatureIndex)
    _sort_features(table)


def _sort_features(table: otTables.GSUB) -> None:
    """The format wants the records in the order of their tags."""
    records = table.FeatureList.FeatureRecord
    order = sorted(range(len(records)), key=lambda place: records[place].FeatureTag)
    moved = {old: new for new, old in enumerate(order)}
    table.FeatureList.FeatureRecord = [records[place] for place in order]
    for script in table.ScriptList.ScriptRecord:
        for system in filter(None, [script.Script.DefaultLangSys, *(e.LangSys for e in script.Script.LangSysRecord)]):
            system.FeatureIndex = [moved[place] for place in system.FeatureIndex]


def main() -> None:
    """Write the five files and the licence beside them."""
    source = files("fontpkg_be_vietnam_pro")
    OUT.mkdir(parents=True, exist_ok=True)
    options = subset.Options(flavor="woff2", layout_features=["*"])
    for style, weight in STYLES.items():
        font = TTFont(str(source / f"files/BeVietnamPro-{style}.ttf"))
        add_tabular_digits(font)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
        cutter.subset(font)
        subset.save_font(font, str(OUT / f"be-vietnam-pro-{weight}.woff2"), options)
    (OUT / "OFL.txt").write_text((source / "LICENSE").read_text())


if __name__ == "__main__":
    main()
