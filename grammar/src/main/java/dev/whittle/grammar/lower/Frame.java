package dev.whittle.grammar.lower;

import dev.whittle.ir.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The variables of one block instance or network, and where it stands among the names. */
final class Frame {
  private final FileScope file;
  private final Map<String, Datum> variables = new HashMap<>();
  private final String instance;
  private final boolean isShared;
  private final Optional<Span> callSite;
  private String path;

  /**
   * @param instance the path of names that leads here, empty for a network
   * @param isShared an enclosing call named its weights explicitly
   * @param callSite where a block was called
   */
  Frame(FileScope file, String instance, boolean isShared, Optional<Span> callSite) {
    this.file = file;
    this.instance = instance;
    this.isShared = isShared;
    this.callSite = callSite;
    this.path = instance;
  }

  FileScope file() {
    return file;
  }

  /** The path for names bound here: the instance and the loops around. */
  String path() {
    return path;
  }

  boolean isShared() {
    return isShared;
  }

  Optional<Span> callSite() {
    return callSite;
  }

  /** How messages call this instance. */
  String instance() {
    return instance;
  }

  /** Enters a round of a loop and returns the path to restore afterwards. */
  String enterLoop(String segment) {
    String before = path;
    path = join(path, segment);
    return before;
  }

  void leaveLoop(String before) {
    path = before;
  }

  void set(String name, Datum datum) {
    variables.put(name, datum);
  }

  Optional<Datum> get(String name) {
    Datum own = variables.get(name);
    return own != null ? Optional.of(own) : file.constant(name);
  }

  Set<String> names() {
    return variables.keySet();
  }

  /** {@code path/segment}. */
  static String join(String path, String segment) {
    return path.isEmpty() ? segment : segment.isEmpty() ? path : path + "/" + segment;
  }
}
