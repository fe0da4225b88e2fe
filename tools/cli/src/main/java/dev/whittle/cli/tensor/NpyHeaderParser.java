package dev.whittle.cli.tensor;

import dev.whittle.cli.UserError;
import dev.whittle.ir.Shape;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses the text of a {@code .npy} header, a Python dictionary with the keys {@code descr}, {@code
 * fortran_order} and {@code shape} in any order.
 */
final class NpyHeaderParser {
  private static final int MOST_AXES = 32;

  /** The elements of an array of bytes. */
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private final String text;
  private final String where;
  private int at;

  private String descr;
  private Boolean isFortran;
  private int[] shape;

  /**
   * @param where the file, for messages
   */
  NpyHeaderParser(String text, String where) {
    this.text = text;
    this.where = where;
  }

  /**
   * The header.
   *
   * @throws UserError when it is malformed or tells of elements that are not read
   */
  NpyHeader parse() {
    Set<String> keys = new HashSet<>();
    expect('{');
    while (!accept('}')) {
      String key = string();
      if (!keys.add(key)) {
        throw malformed("the key '" + key + "' is there twice");
      }
      expect(':');
      value(key);
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    skipBlanks();
    if (at < text.length()) {
      throw malformed("something follows the closing brace");
    }
    if (descr == null || isFortran == null || shape == null) {
      throw malformed("it needs 'descr', 'fortran_order' and 'shape', there are " + keys);
    }
    return header();
  }

  private NpyHeader header() {
    NpyType type = descr.isEmpty() ? null : NpyType.parse(descr.substring(1)).orElse(null);
    char mark = descr.isEmpty() ? ' ' : descr.charAt(0);
    boolean hasOrder = mark == '<' || mark == '>';
    if (type == null || !hasOrder && !(mark == '|' && type.bytes() == 1)) {
      throw UserError.data(
          "%s: has elements of type '%s', those read are %s"
              .formatted(where, descr, NpyType.codes()),
          "convert it, for example with array.astype('float32')");
    }
    ByteOrder order = mark == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    NpyHeader header = new NpyHeader(type, order, isFortran, Shape.of(shape));
    requireSmall(header);
    return header;
  }

  /** Sizes are counted without their zeros: a product of other axes may overflow beside one. */
  private void requireSmall(NpyHeader header) {
    long bytes = Math.max(header.type().bytes(), header.type().element().bytes());
    for (int size : shape) {
      bytes = bytes > MOST_ELEMENTS ? bytes : bytes * Math.max(size, 1);
    }
    if (bytes > MOST_ELEMENTS) {
      throw UserError.data(
          "%s: has the shape %s, which is over 2 GiB".formatted(where, header.shape()),
          "split it along its first axis");
    }
  }

  private void value(String key) {
    switch (key) {
      case "descr" -> descr = description();
      case "fortran_order" -> isFortran = bool();
      case "shape" -> shape = tuple();
      default -> throw malformed("the key '" + key + "' is unknown");
    }
  }

  private String description() {
    if (accept('[')) {
      throw UserError.data(
          where + ": has structured elements, those read are " + NpyType.codes(),
          "save each field as an array of its own");
    }
    return string();
  }

  private boolean bool() {
    skipBlanks();
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw malformed("expected True or False");
  }

  private int[] tuple() {
    List<Integer> sizes = new ArrayList<>();
    expect('(');
    while (!accept(')')) {
      sizes.add(size());
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    if (sizes.size() > MOST_AXES) {
      throw malformed("it has %d axes, at most %d are read".formatted(sizes.size(), MOST_AXES));
    }
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A number of digits; Python 2 puts an {@code L} behind it. */
  private int size() {
    skipBlanks();
    int start = at;
    long size = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      size = Math.min(10 * size + (text.charAt(at) - '0'), Integer.MAX_VALUE + 1L);
      at++;
    }
    if (at == start) {
      throw malformed("expected a size, a number without sign");
    }
    if (size > Integer.MAX_VALUE) {
      throw malformed("the size " + text.substring(start, at) + " is too large");
    }
    if (at < text.length() && text.charAt(at) == 'L') {
      at++;
    }
    return (int) size;
  }

  private String string() {
    skipBlanks();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    int end = text.indexOf(quote, at + 1);
    if (quote != '\'' && quote != '"' || end < 0) {
      throw malformed("expected a string in quotes");
    }
    String string = text.substring(at + 1, end);
    at = end + 1;
    return string;
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw malformed("expected " + wanted);
    }
  }

  private boolean accept(char wanted) {
    skipBlanks();
    boolean isThere = at < text.length() && text.charAt(at) == wanted;
    at += isThere ? 1 : 0;
    return isThere;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private UserError malformed(String problem) {
    String rest = text.substring(Math.min(at, text.length())).strip();
    String near = rest.isEmpty() ? "its end" : rest.substring(0, Math.min(20, rest.length()));
    return UserError.data(
        "%s: the header is malformed near %s: %s".formatted(where, printable(near), problem),
        "write it with numpy.save or numpy.savez");
  }

  private static String printable(String near) {
    return near.replaceAll("\\P{Graph}", " ");
  }
}
