package dev.whittle.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A compiled network without its classes: the plans for each batch and width, one copy of the
 * weights, how pictures become inputs and what outputs are called.
 *
 * <p>On disk: 64 bytes (magic {@code WHITTLE\0}, format version, header length, file length,
 * SHA-256 of the header), the header as JSON, and the tensors, each at a multiple of 64 bytes with
 * an encoding and a SHA-256 of its own; those with many zeros are held without them. Equal models
 * make equal bytes. The header is verified when the file is read, a tensor when it is first found.
 *
 * @param name the network's name
 * @param abi the {@link Program#ABI} its classes were generated for
 * @param plans at least one, at most one for each (lanes, batch)
 * @param preprocessing how a picture becomes an input, by input name
 * @param labels the names of an output's elements, by output name
 * @param weights the logical tensors
 */
public record ModelFile(
    String name,
    int abi,
    List<Plan> plans,
    Map<String, Preprocessing> preprocessing,
    Map<String, List<String>> labels,
    Weights weights) {
  public ModelFile {
    Objects.requireNonNull(name);
    Objects.requireNonNull(weights);
    plans = List.copyOf(plans);
    preprocessing = Collections.unmodifiableMap(new TreeMap<>(preprocessing));
    Map<String, List<String>> copies = new TreeMap<>();
    labels.forEach((output, texts) -> copies.put(output, List.copyOf(texts)));
    labels = Collections.unmodifiableMap(copies);
    Set<List<Integer>> kinds = new HashSet<>();
    for (Plan plan : plans) {
      if (!kinds.add(List.of(plan.lanes(), plan.batch()))) {
        throw new IllegalArgumentException(
            "two plans for %d lanes, batch %d".formatted(plan.lanes(), plan.batch()));
      }
    }
    if (plans.isEmpty()) {
      throw new IllegalArgumentException("model " + name + " has no plan");
    }
  }

  /**
   * Maps a model file.
   *
   * @throws ModelException when it is missing, damaged, or of a newer format
   */
  public static ModelFile read(Path file) {
    return ModelFileReader.read(file);
  }

  /**
   * Reads a model of less than 2 GiB from a stream, to the end of the model and no further.
   *
   * @param origin what error messages call it
   * @throws ModelException when it is damaged, too large, or of a newer format
   */
  public static ModelFile read(InputStream stream, String origin) throws IOException {
    return ModelFileReader.read(stream, origin);
  }

  /**
   * Reads a model from the class path, nested jars included.
   *
   * @param anchor the class whose loader and package {@code name} is resolved against
   * @throws ModelException when there is no such resource, or as {@link #read(InputStream, String)}
   */
  public static ModelFile resource(Class<?> anchor, String name) {
    try (InputStream stream = anchor.getResourceAsStream(name)) {
      if (stream == null) {
        throw new ModelException(
            name,
            "no such resource beside " + anchor.getName(),
            anchor.getModule().isNamed()
                ? "it belongs beside the generated classes, and the module says: opens "
                    + anchor.getPackageName()
                    + " to dev.whittle.runtime;"
                : "it belongs beside the generated classes");
      }
      return read(stream, name);
    } catch (IOException e) {
      throw new ModelException(name, "cannot be read: " + e.getMessage(), "", e);
    }
  }

  /** Writes the model; {@code file} appears whole or not at all. */
  public void write(Path file) throws IOException {
    ModelFileWriter.write(this, file);
  }
}
