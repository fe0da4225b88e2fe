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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.maven.plugin.MojoFailureException;

/**
 * What the last build made of which files, kept beside its outputs. A file is fresh when nothing it
 * depends on changed and its outputs are as they were written; what no file makes any more is
 * deleted.
 */
final class BuildState {
  private static final String NEVER = "";

  private final Path file;
  private final Map<String, Entry> entries;

  private BuildState(Path file, Map<String, Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /**
   * One source.
   *
   * @param key the fingerprint of options and inputs; of no build when the last one failed
   * @param inputs the files it depends on
   * @param outputs the files made, with the digest of each
   */
  record Entry(String key, List<String> classes, List<String> inputs, Map<String, String> outputs) {
    static Entry of(Compiler.Built built, String options) throws IOException {
      Map<String, String> outputs = new TreeMap<>();
      for (String output : built.outputs()) {
        outputs.put(output, Fingerprint.ofFile(Path.of(output)));
      }
      String key = Fingerprint.of(options, built.inputs());
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
  }

  /** The state in {@code file}; an empty one when there is none or it cannot be read. */
  static BuildState read(Path file) throws IOException {
    try {
      Content content = new Gson().fromJson(Files.readString(file), Content.class);
      if (content != null && content.files() != null) {
        return new BuildState(file, new TreeMap<>(content.files()));
      }
    } catch (NoSuchFileException | JsonParseException e) {
      return new BuildState(file, new TreeMap<>());
    }
    return new BuildState(file, new TreeMap<>());
  }

  private record Content(Map<String, Entry> files) {}

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

  /** Makes {@code source} stale, its outputs still known. */
  void forget(String source) {
    entries.computeIfPresent(
        source, (s, entry) -> new Entry(NEVER, entry.classes(), entry.inputs(), entry.outputs()));
  }

  /** Drops all sources but {@code sources}, and their outputs; true when there were any. */
  boolean retain(List<String> sources) throws IOException {
    Set<String> gone = new TreeSet<>(entries.keySet());
    gone.removeAll(new HashSet<>(sources));
    return replace(gone, Map.of());
  }

  /** Puts new entries in place of old ones, whose outputs that are not made again are deleted. */
  boolean replace(Map<String, Entry> fresh) throws IOException {
    return replace(fresh.keySet(), fresh);
  }

  private boolean replace(Set<String> sources, Map<String, Entry> fresh) throws IOException {
    Set<String> before = new TreeSet<>();
    for (String source : sources) {
      Entry old = entries.remove(source);
      if (old != null) {
        before.addAll(old.outputs().keySet());
      }
    }
    entries.putAll(fresh);
    entries.values().forEach(entry -> before.removeAll(entry.outputs().keySet()));
    for (String output : before) {
      Path path = Path.of(output);
      Files.deleteIfExists(path);
      deleteEmpty(path.getParent());
    }
    return !sources.isEmpty();
  }

  private static void deleteEmpty(Path folder) throws IOException {
    try {
      for (Path at = folder; at != null; at = at.getParent()) {
        Files.delete(at);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return;
    }
  }

  /** Two sources that were built at different times may make one class all the same. */
  void requireDistinctClasses() throws MojoFailureException {
    Map<String, String> owners = new HashMap<>();
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      for (String name : entry.getValue().classes()) {
        String other = owners.put(name, entry.getKey());
        if (other != null) {
          forget(other);
          forget(entry.getKey());
          throw new MojoFailureException(
              "The class %s is made from %s and from %s: rename one of the networks."
                  .formatted(name, other, entry.getKey()));
        }
      }
    }
  }

  /** Writes the state; it appears whole or not at all. */
  void write() throws IOException {
    Files.createDirectories(file.getParent());
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    Files.writeString(temporary, gson.toJson(new Content(entries)) + "\n");
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
