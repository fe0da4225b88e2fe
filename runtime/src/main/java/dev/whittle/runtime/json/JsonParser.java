package dev.whittle.runtime.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A strict recursive-descent parser of RFC 8259 with bounded depth. */
final class JsonParser {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER = 64;
  private static final int MAX_VALUES = 1 << 20;

  private final String text;
  private int at;
  private int values;

  JsonParser(byte[] utf8) {
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("not UTF-8 text");
    }
  }

  static <T> T mismatch(String expected, Json value) {
    String found = value.text();
    throw new JsonException(
        "expected "
            + expected
            + ", found "
            + (found.length() > 40 ? found.substring(0, 40) + "…" : found));
  }

  Json document() {
    Json value = value(0);
    blanks();
    if (at != text.length()) {
      throw error("text after the end of the value");
    }
    return value;
  }

  private Json value(int depth) {
    if (depth > MAX_DEPTH) {
      throw error("nested deeper than " + MAX_DEPTH);
    }
    if (++values > MAX_VALUES) {
      throw error("more than " + MAX_VALUES + " values");
    }
    blanks();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Bool(true));
      case 'f' -> word("false", new Json.Bool(false));
      case 'n' -> word("null", new Json.Null());
      default -> number();
    };
  }

  private Json object(int depth) {
    at++;
    Map<String, Json> members = new LinkedHashMap<>();
    if (!isNext('}')) {
      do {
        blanks();
        int start = at;
        String name = string();
        expect(':');
        if (members.put(name, value(depth + 1)) != null) {
          at = start;
          throw error("duplicate name \"" + name + "\"");
        }
      } while (isNext(','));
      expect('}');
    }
    return new Json.Obj(members);
  }

  private Json array(int depth) {
    at++;
    List<Json> elements = new ArrayList<>();
    if (!isNext(']')) {
      do {
        elements.add(value(depth + 1));
      } while (isNext(','));
      expect(']');
    }
    return new Json.Arr(elements);
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw error("expected a value");
    }
    at += word.length();
    return value;
  }

  private Json number() {
    int start = at;
    take('-');
    int digits = at;
    digits();
    if (at - digits > 1 && text.charAt(digits) == '0') {
      throw error("leading zero");
    }
    boolean isInteger = true;
    if (take('.')) {
      isInteger = false;
      digits();
    }
    if (take('e') || take('E')) {
      isInteger = false;
      if (!take('+')) {
        take('-');
      }
      digits();
    }
    if (at - start > MAX_NUMBER) {
      throw error("number of more than " + MAX_NUMBER + " characters");
    }
    String number = text.substring(start, at);
    if (isInteger) {
      try {
        return new Json.Int(Long.parseLong(number));
      } catch (NumberFormatException e) {
        return new Json.Real(Double.parseDouble(number));
      }
    }
    return new Json.Real(Double.parseDouble(number));
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw error("expected a value");
    }
  }

  private String string() {
    if (peek() != '"') {
      throw error("expected a string");
    }
    at++;
    int start = at;
    int end = at;
    while (end < text.length() && isPlain(text.charAt(end))) {
      end++;
    }
    at = end;
    if (end < text.length() && text.charAt(end) == '"') {
      at++;
      return text.substring(start, end);
    }
    StringBuilder out = new StringBuilder().append(text, start, end);
    while (true) {
      char c = next();
      if (c == '"') {
        return out.toString();
      } else if (c == '\\') {
        out.append(escape());
      } else if (c < 0x20) {
        throw error("control character in a string");
      } else {
        out.append(c);
      }
    }
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c != '"' && c != '\\';
  }

  private char escape() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(next(), 16);
          if (digit < 0) {
            throw error("bad \\u escape");
          }
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> throw error("bad escape");
    };
  }

  private void blanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
  }

  private char peek() {
    if (at >= text.length()) {
      throw error("the text ends early");
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private boolean take(char c) {
    boolean isTaken = at < text.length() && text.charAt(at) == c;
    at += isTaken ? 1 : 0;
    return isTaken;
  }

  private boolean isNext(char c) {
    blanks();
    return take(c);
  }

  private void expect(char c) {
    if (!isNext(c)) {
      throw error("expected '" + c + "'");
    }
  }

  private JsonException error(String message) {
    return new JsonException("at character " + at + ": " + message);
  }
}
