package dev.whittle.examples.glyphs;

/** What is done to a glyph before it is drawn. */
enum Kind {
  PLAIN,
  SHIFTED,
  SCALED,
  TURNED,
  SLANTED,
  THICK,
  NOISY,
  INVERTED,
  FAINT,
  SHADED,
  ALL;

  boolean includes(Kind kind) {
    return this == kind || this == ALL;
  }
}
