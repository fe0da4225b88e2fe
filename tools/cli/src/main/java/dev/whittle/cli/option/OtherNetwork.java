package dev.whittle.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a second network is like. */
public final class OtherNetwork {
  @Option(
      names = "--other-weights",
      paramLabel = "FILE",
      description = "The weights of OTHER. Default: the file of the same name beside it.")
  private Path weights;

  @Option(
      names = "--other-network",
      paramLabel = "NAME",
      description = "Which network of OTHER, when the file holds several.")
  private String name;

  /** Whether options say anything. */
  public boolean isGiven() {
    return weights != null || name != null;
  }

  /** The network in {@code file}, with what {@code first} says of ONNX models. */
  public Network network(Path file, Network first) {
    return first.other(file, Optional.ofNullable(weights), Optional.ofNullable(name));
  }
}
