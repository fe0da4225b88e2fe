package dev.whittle.grammar;

import dev.whittle.ir.text.GraphText;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.weights.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The constants printed beside a source, opened when the source first names one. */
final class Constants implements Weights {
  private final Path file;
  private Weights opened;

  /**
   * @param source the {@code .cnn} file
   */
  Constants(Path source) {
    this.file = GraphText.constantsOf(source);
  }

  /** The file, when the source asked for a constant. */
  Optional<Path> used() {
    return Optional.ofNullable(opened).map(weights -> file.toAbsolutePath().normalize());
  }

  @Override
  public Optional<Tensor> find(String name) {
    return weights().find(name);
  }

  @Override
  public Set<String> names() {
    return weights().names();
  }

  private Weights weights() {
    if (opened == null) {
      opened = Files.exists(file) ? Safetensors.open(file) : Weights.of(Map.of());
    }
    return opened;
  }
}
