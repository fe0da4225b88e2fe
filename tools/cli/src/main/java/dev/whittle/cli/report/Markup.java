package dev.whittle.cli.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is well-formed XML as well. All text and attribute values are escaped here;
 * characters that XML cannot carry become U+FFFD.
 */
public final class Markup {
  private static final int REPLACEMENT = 0xFFFD;

  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Starts an element with {@code attributes}: name, value, name, value … */
  public Markup open(String tag, Object... attributes) {
    start(tag, attributes).append('>');
    open.push(tag);
    return this;
  }

  /** Ends the element started last. */
  public Markup close() {
    text.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element of HTML or SVG that never has content. */
  public Markup empty(String tag, Object... attributes) {
    start(tag, attributes).append("/>");
    return this;
  }

  /** An element that holds nothing but {@code content}. */
  public Markup element(String tag, String content, Object... attributes) {
    return open(tag, attributes).text(content).close();
  }

  public Markup text(String content) {
    escape(content);
    return this;
  }

  /** A style sheet or script of ours, which holds neither {@code <} nor {@code &}. */
  public Markup resource(String tag, String content) {
    if (content.indexOf('<') >= 0 || content.indexOf('&') >= 0) {
      throw new IllegalArgumentException("not well-formed within " + tag);
    }
    text.append('<').append(tag).append(">\n").append(content).append("</").append(tag).append('>');
    return this;
  }

  public Markup line() {
    text.append('\n');
    return this;
  }

  private StringBuilder start(String tag, Object... attributes) {
    text.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      escape(String.valueOf(attributes[i + 1]));
      text.append('"');
    }
    return text;
  }

  private void escape(String content) {
    content
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '&' -> text.append("&amp;");
            case '"' -> text.append("&quot;");
            case '\'' -> text.append("&#39;");
            default -> text.appendCodePoint(isCarried(c) ? c : REPLACEMENT);
          }
        });
  }

  private static boolean isCarried(int c) {
    return c == '\t'
        || c == '\n'
        || c >= 0x20 && c < 0x7f
        || c >= 0xa0 && c < 0xd800
        || c >= 0xe000 && c <= 0xfffd
        || c >= 0x10000;
  }

  /** All that was written, whose elements must have ended. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not ended: " + open);
    }
    return text.toString();
  }
}
