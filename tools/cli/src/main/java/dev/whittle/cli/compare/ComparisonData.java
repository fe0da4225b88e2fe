package dev.whittle.cli.compare;

import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.report.ReportData;
import dev.whittle.cli.tensor.NetworkInputs;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.runtime.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What two networks are compared on, item by item. */
public final class ComparisonData {
  private ComparisonData() {}

  /** True when {@code path} is one of NumPy's files, by its ending. */
  public static boolean isTensors(Path path) {
    return path.toString().endsWith(".npz") || path.toString().endsWith(".npy");
  }

  /** Numbers between −1 and 1, the same for the same seed. */
  public static Data random(Graph graph, int samples, long seed) {
    return new Data(
        Units.plural(samples, "random input") + ", seed " + seed,
        samples,
        item -> RandomInputs.of(graph, seed + item),
        List.of());
  }

  /**
   * The items of one of NumPy's files.
   *
   * @param graph with its symbolic sizes, of which the batch is the number of items
   * @throws dev.whittle.cli.UserError when the file does not fit
   */
  public static Data tensors(Graph graph, Path path) {
    Map<String, Tensor> tensors = NetworkInputs.read(path, graph);
    int items =
        graph.inputs().stream()
            .filter(ComparisonData::hasBatch)
            .findFirst()
            .map(input -> tensors.get(input.name()).size(0))
            .orElse(1);
    return new Data(
        Units.plural(items, "item") + " of " + path.getFileName(),
        items,
        item -> item(graph, tensors, item),
        List.of());
  }

  /**
   * Pictures.
   *
   * @param graph with its symbolic sizes bound to 1
   * @throws dev.whittle.cli.UserError when the network does not take one picture
   */
  public static Data pictures(Graph graph, PictureSet pictures, Path path) {
    return ReportData.pictures(graph, pictures, path.toString());
  }

  /** The first items, {@code most} of them. */
  public static Data atMost(int most, Data data) {
    return most >= data.count()
        ? data
        : new Data("%d of %s".formatted(most, data.description()), most, data.inputs(), List.of());
  }

  private static Map<String, Tensor> item(Graph graph, Map<String, Tensor> tensors, int item) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Node input : graph.inputs()) {
      Tensor tensor = tensors.get(input.name());
      inputs.put(input.name(), hasBatch(input) ? slice(tensor, item) : tensor);
    }
    return inputs;
  }

  private static boolean hasBatch(Node input) {
    return input.type().rank() > 0 && input.type().shape().dim(0) instanceof Dim.Symbol;
  }

  private static Tensor slice(Tensor tensor, int item) {
    int[] shape = tensor.shape();
    long bytes = tensor.data().byteSize() / shape[0];
    shape[0] = 1;
    return Tensor.of(tensor.type(), tensor.data().asSlice(item * bytes, bytes), shape);
  }
}
