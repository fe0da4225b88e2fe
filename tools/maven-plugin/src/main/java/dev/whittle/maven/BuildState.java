package dev.whittle.maven;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the last build made of which files, kept beside its outputs. A file is fresh when nothing it
 * depends on changed and its outputs are as they were written; what no file makes any more is
 * deleted, if it lies in a folder that the goal writes to.
 */
final class BuildState {
  private static final String NEVER = "";

  private final Path file;
  private final String project;
  private final List<Path> roots;
  private final Map<String, Entry> entries;
  private final String written;

  private BuildState(Path file, String project, List<Path> roots, Content content) {
    this.file = file;
    this.project = project;
    this.roots = roots;
    this.entries = new TreeMap<>(content.files());
    this.written = content.text();
  }

  /**
   * One source.
   *
   * @param key the fingerprint of options and inputs; of no build when the last one failed
   * @param inputs the files it depends on
   * @param outputs the files made, with the digest of each
   */
  record Entry(String key, List<String> classes, List<String> inputs, Map<String, String> outputs) {
    /**
     * What was built just now. A file that was edited since {@code start} may have been read before
     * or after that, so it is built again the next time; and so is one that is not sound, to have
     * that reported.
     */
    static Entry of(Compiler.Built built, String options, FileTime start) throws IOException {
      Map<String, String> outputs = new TreeMap<>();
      for (String output : built.outputs()) {
        outputs.put(output, Fingerprint.ofFile(Path.of(output)));
      }
      String key = built.isSound() ? Fingerprint.of(options, built.inputs()) : NEVER;
      for (String input : built.inputs()) {
        Path path = Path.of(input);
        if (Files.exists(path) && Files.getLastModifiedTime(path).compareTo(start) >= 0) {
          key = NEVER;
        }
      }
      return new Entry(key, built.classes(), built.inputs(), outputs);
    }

    boolean isFresh(String options) throws IOException {
      if (!Fingerprint.of(options, inputs).equals(key)) {
        return false;
      }
      for (Map.Entry<String, String> output : outputs.entrySet()) {
        if (!Fingerprint.ofFile(Path.of(output.getKey())).equals(output.getValue())) {
          return false;
        }
      }
      return true;
    }

    private boolean isWhole() {
      return key != null && classes != null && inputs != null && outputs != null;
    }
  }

  /** The file's content; a copy of it in another project counts for nothing there. */
  private record Content(String project, Map<String, Entry> files) {
    private static final Content NONE = new Content("", Map.of());

    String text() {
      Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
      return gson.toJson(this) + "\n";
    }

    static Content read(Path file) throws IOException {
      try {
        Content content = new Gson().fromJson(Files.readString(file), Content.class);
        boolean isWhole =
            content != null
                && content.project() != null
                && content.files() != null
                && content.files().values().stream().allMatch(e -> e != null && e.isWhole());
        return isWhole ? content : NONE;
      } catch (NoSuchFileException | JsonParseException e) {
        return NONE;
      }
    }
  }

  /**
   * The state in {@code file}; an empty one when there is none, when it cannot be read or when it
   * is of another project.
   *
   * @param project the folder of the project
   * @param roots the folders that the goal writes to
   */
  static BuildState read(Path file, Path project, List<Path> roots) throws IOException {
    Content content = Content.read(file);
    boolean isOwn = content.project().equals(project.toString());
    return new BuildState(file, project.toString(), roots, isOwn ? content : Content.NONE);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean isFresh(String source, String options) {
    Entry entry = entries.get(source);
    try {
      return entry != null && entry.isFresh(options);
    } catch (IOException e) {
      return false;
    }
  }

  /** The classes of all sources but {@code without}, each with its source. */
  Map<String, String> classes(List<String> without) {
    Map<String, String> classes = new TreeMap<>();
    entries.forEach((source, entry) -> {
      if (!without.contains(source)) {
        entry.classes().forEach(name -> classes.put(name, source));
      }
    });
    return classes;
  }

  /** Makes {@code source} stale, its outputs still known. */
  void forget(String source) {
    entries.computeIfPresent(
        source, (s, entry) -> new Entry(NEVER, entry.classes(), entry.inputs(), entry.outputs()));
  }

  /**
   * Drops all sources but {@code sources}, and their outputs.
   *
   * @return the classes that nothing makes any more
   */
  Set<String> retain(List<String> sources) throws IOException {
    Set<String> gone = new TreeSet<>(entries.keySet());
    gone.removeAll(new HashSet<>(sources));
    return replace(gone, Map.of());
  }

  /**
   * Puts new entries in place of old ones, whose outputs that are not made again are deleted.
   *
   * @return the classes that nothing makes any more
   */
  Set<String> replace(Map<String, Entry> fresh) throws IOException {
    return replace(fresh.keySet(), fresh);
  }

  private Set<String> replace(Set<String> sources, Map<String, Entry> fresh) throws IOException {
    Set<String> classes = new TreeSet<>();
    Set<String> outputs = new TreeSet<>();
    for (String source : sources) {
      Entry old = entries.remove(source);
      if (old != null) {
        classes.addAll(old.classes());
        outputs.addAll(old.outputs().keySet());
      }
    }
    entries.putAll(fresh);
    for (Entry entry : entries.values()) {
      classes.removeAll(entry.classes());
      outputs.removeAll(entry.outputs().keySet());
    }
    if (!outputs.isEmpty() || !classes.isEmpty()) {
      for (Content other : others()) {
        other.files().values().forEach(entry -> outputs.removeAll(entry.outputs().keySet()));
        other.files().values().forEach(entry -> classes.removeAll(entry.classes()));
      }
    }
    for (String output : outputs) {
      delete(Path.of(output));
    }
    return classes;
  }

  /** What other executions made, which may be the very files and classes that are old here. */
  private List<Content> others() throws IOException {
    List<Content> others = new ArrayList<>();
    try (Stream<Path> states = Files.list(file.getParent())) {
      for (Path other : states.filter(f -> f.toString().endsWith(".json")).toList()) {
        if (!other.equals(file)) {
          others.add(Content.read(other));
        }
      }
    }
    return others;
  }

  private void delete(Path output) throws IOException {
    for (Path root : roots) {
      if (output.startsWith(root)) {
        Files.deleteIfExists(output);
        deleteEmpty(output.getParent(), root);
      }
    }
  }

  private static void deleteEmpty(Path folder, Path root) throws IOException {
    try {
      for (Path at = folder; !at.equals(root); at = at.getParent()) {
        Files.delete(at);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return;
    }
  }

  /** Writes the state if it changed; it appears whole or not at all. */
  void write() throws IOException {
    String text = new Content(project, entries).text();
    if (text.equals(written) && Files.exists(file)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(temporary, text);
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
