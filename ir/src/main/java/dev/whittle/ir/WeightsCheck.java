package dev.whittle.ir;

import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.weights.Safetensors;
import dev.whittle.runtime.weights.WeightsException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Compares a network's parameters with the weights it is given. */
public final class WeightsCheck {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_NAMES = 5;

  private WeightsCheck() {}

  /**
   * A weights file and what is wrong with it.
   *
   * @param weights absent when the file cannot be read at all
   */
  public record Checked(Optional<Weights> weights, List<Diagnostic> diagnostics) {
    public Checked {
      diagnostics = List.copyOf(diagnostics);
    }

    public boolean hasErrors() {
      return diagnostics.stream().anyMatch(Diagnostic::isError);
    }
  }

  /** How much of a weights file is read. */
  public enum Depth {
    /** Names, types and shapes. */
    HEADER,
    /** Every value, too. */
    VALUES
  }

  /** Opens a safetensors file and checks it against the parameters of {@code graph}. */
  public static Checked open(Graph graph, Path file) {
    return open(graph, file, Depth.VALUES);
  }

  /** Opens a safetensors file and checks as much as {@code depth} says. */
  public static Checked open(Graph graph, Path file, Depth depth) {
    String name = String.valueOf(file.getFileName());
    try {
      Weights weights = Safetensors.open(file);
      return new Checked(Optional.of(weights), check(graph, weights, name, depth));
    } catch (WeightsException e) {
      boolean isMissing =
          e.problem().equals("no such file") || e.problem().startsWith("is a folder");
      Mistake mistake =
          isMissing || e.problem().startsWith("cannot be read")
              ? Mistake.NO_WEIGHTS
              : Mistake.BROKEN_WEIGHTS;
      return new Checked(Optional.empty(), List.of(unusable(mistake, name, e)));
    }
  }

  /**
   * That every parameter has a tensor of its type, with finite values, and the tensors nobody uses.
   */
  private static List<Diagnostic> check(Graph graph, Weights weights, String file, Depth depth) {
    List<Diagnostic> found = new ArrayList<>();
    Set<String> used = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter(String name, TensorType type) && used.add(name)) {
        check(node.origin().span(), name, type, weights, file, depth).ifPresent(found::add);
      }
    }
    List<String> spare = weights.names().stream().filter(n -> !used.contains(n)).toList();
    if (!spare.isEmpty()) {
      String names = String.join(", ", spare.subList(0, Math.min(MAX_NAMES, spare.size())));
      found.add(
          Mistake.SPARE_TENSOR.warning(
              new Span(file, 0, 0, 0, 0),
              "%d tensor%s not used: %s%s"
                  .formatted(
                      spare.size(),
                      spare.size() == 1 ? " is" : "s are",
                      names,
                      spare.size() > MAX_NAMES ? ", ..." : ""),
              ""));
    }
    return found;
  }

  private static Optional<Diagnostic> check(
      Span span, String name, TensorType type, Weights weights, String file, Depth depth) {
    Tensor tensor;
    try {
      Optional<Tensor> found = weights.find(name);
      if (found.isEmpty()) {
        return Optional.of(
            Mistake.MISSING_TENSOR.error(
                span,
                "%s has no tensor `%s` of type %s".formatted(file, name, type),
                Suggestion.didYouMean(name, weights.names())));
      }
      tensor = found.get();
    } catch (WeightsException e) {
      return Optional.of(Mistake.TENSOR_TYPE.error(span, text(file, e), e.hint()));
    }
    if (tensor.type() != type.element()) {
      return Optional.of(
          Mistake.TENSOR_TYPE.error(
              span,
              "`%s` in %s holds %s, the network needs %s"
                  .formatted(name, file, tensor.type().text(), type.element().text()),
              ""));
    }
    if (!Arrays.equals(tensor.shape(), type.shape().sizes())) {
      return Optional.of(
          Mistake.TENSOR_SHAPE.error(
              span,
              "`%s` in %s is %s, the network needs %s".formatted(name, file, tensor, type),
              ""));
    }
    OptionalLong bad = depth == Depth.HEADER ? OptionalLong.empty() : firstNotFinite(tensor);
    if (bad.isPresent()) {
      return Optional.of(
          Mistake.NOT_FINITE.error(
              span,
              "`%s` in %s holds %s at element %d"
                  .formatted(name, file, tensor.get(bad.getAsLong()), bad.getAsLong()),
              "training diverged, or the file is damaged"));
    }
    return Optional.empty();
  }

  private static OptionalLong firstNotFinite(Tensor tensor) {
    if (!tensor.type().isFloat()) {
      return OptionalLong.empty();
    }
    MemorySegment data = tensor.data();
    boolean isFloat = tensor.type() == ElementType.F32;
    for (long i = 0; i < tensor.elementCount(); i++) {
      if (!Double.isFinite(isFloat ? data.get(FLOAT, 4 * i) : tensor.get(i))) {
        return OptionalLong.of(i);
      }
    }
    return OptionalLong.empty();
  }

  private static Diagnostic unusable(Mistake mistake, String file, WeightsException e) {
    return mistake.error(new Span(file, 0, 0, 0, 0), text(file, e), e.hint());
  }

  private static String text(String file, WeightsException e) {
    if (e.problem().equals("no such file")) {
      return "the weights file does not exist";
    }
    return (e.tensor().isEmpty() ? "the file" : "`%s` in %s".formatted(e.tensor(), file))
        + " "
        + e.problem();
  }
}
