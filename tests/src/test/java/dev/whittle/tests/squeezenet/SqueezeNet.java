package dev.whittle.tests.squeezenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Graph;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureInput;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** SqueezeNet 1.1 as the example writes it, with trained weights and pictures from ../shared. */
final class SqueezeNet {
  static final String INPUT = "data";
  static final String OUTPUT = "probabilities";
  static final int CLASSES = 1000;
  static final Path SHARED = Path.of("../../shared");

  private static final Path SOURCE = Path.of("../examples/squeezenet/SqueezeNet.cnn");
  private static final Path WEIGHTS = SHARED.resolve("models/squeezenet1.1.safetensors");
  private static final Path PICTURES = SHARED.resolve("data/imagenet500.zip");

  private final Graph graph;
  private final Weights weights;

  private SqueezeNet(Graph graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /** Reads the network, or skips the test where the shared folder is absent. */
  static SqueezeNet load() {
    assumeTrue(Files.isReadable(WEIGHTS), () -> "needs " + WEIGHTS.toAbsolutePath().normalize());
    Loaded loaded = Cnn.load(SOURCE);
    assertThat(loaded.diagnostics()).isEmpty();
    return new SqueezeNet(loaded.graph().orElseThrow(), Safetensors.open(WEIGHTS));
  }

  /** The same for pictures of {@code size} x {@code size}, where 227 would take too long. */
  static SqueezeNet small(int size) throws IOException {
    Weights weights = load().weights;
    String text = Files.readString(SOURCE).replace("227", Integer.toString(size));
    Loaded loaded = Cnn.read("Small.cnn", text, SOURCE.getParent());
    assertThat(loaded.diagnostics()).isEmpty();
    return new SqueezeNet(loaded.graph().orElseThrow(), weights);
  }

  Graph graph() {
    return graph;
  }

  Weights weights() {
    return weights;
  }

  /** Compiled for each of the widths and batches. */
  CompiledNetwork compile(List<Integer> lanes, List<Integer> batches) {
    Settings settings =
        new Settings(
            "whittle.generated",
            target -> Pipelines.EXACT,
            lanes,
            batches,
            2,
            PassContext.UNLIMITED,
            (pass, after) -> {});
    return NetworkCompiler.compile(graph, weights, settings);
  }

  /** The pictures by file name, at most {@code count}. */
  static Map<String, Picture> pictures(int count) throws IOException {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(PICTURES.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream().filter(e -> e.getName().endsWith(".jpg")).limit(count).toList();
      for (ZipEntry entry : entries) {
        pictures.put(entry.getName(), Picture.read(zip.getInputStream(entry), entry.getName()));
      }
    }
    return pictures;
  }

  /** The true class of each picture. */
  static Map<String, Integer> labels() throws IOException {
    Map<String, Integer> labels = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(PICTURES.toFile())) {
      byte[] text = zip.getInputStream(zip.getEntry("labels.csv")).readAllBytes();
      new String(text, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(","))
          .filter(cells -> cells[0].endsWith(".jpg"))
          .forEach(cells -> labels.put(cells[0], Integer.valueOf(cells[1])));
    }
    return labels;
  }

  /** The first pictures as one batch. */
  Tensor batch(int size) throws IOException {
    Preprocessing preprocessing =
        ((Input) graph.inputs().getFirst().op()).preprocessing().orElseThrow();
    PictureInput input = new PictureInput(preprocessing);
    float[] values = new float[size * input.size()];
    int at = 0;
    for (Picture picture : pictures(size).values()) {
      input.write(picture, values, at);
      at += input.size();
    }
    return Tensor.of(values, size, 3, 227, 227);
  }

  /** The first items of a batch. */
  static Tensor first(int items, Tensor batch) {
    int[] shape = batch.shape();
    int each = Math.toIntExact(batch.elementCount() / shape[0]);
    shape[0] = items;
    return Tensor.of(Arrays.copyOf(batch.floats(), items * each), shape);
  }
}
