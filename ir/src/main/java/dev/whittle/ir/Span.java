package dev.whittle.ir;

/** A stretch of a source file; lines and columns count from 1, the end is exclusive. */
public record Span(String file, int line, int column, int endLine, int endColumn) {
  /** Where something without a source text comes from. */
  public static final Span NONE = new Span("", 0, 0, 0, 0);

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
