package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Parameter;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small network in the shape of VGG whose 3x3 convolutions are 3x1 and 1x3 ones written whole,
 * and whose dense layer is two.
 */
class CompressLowRankTest {
  private static final int PICTURES = 8;

  private static final String NETWORK =
      """
      network Vgg {
        @picture(resize: 32, scale: 0.01)
        input image: f32[N, 3, 32, 32]
        a1 = image |> conv(16, kernel: 3, pads: 1) |> relu
        a2 = a1 |> conv(32, kernel: 3, pads: 1) |> relu
        b1 = max_pool(a2, 2, stride: 2) |> conv(64, kernel: 3, pads: 1) |> relu
        c1 = max_pool(b1, 2, stride: 2) |> conv(128, kernel: 3, pads: 1) |> relu
        d1 = max_pool(c1, 2, stride: 2) |> flatten |> dense(256) |> relu
        output answer = d1 |> dense(10)
      }
      """;

  private static final Map<String, Integer> SPLIT = Map.of("a2", 8, "b1", 12, "c1", 24);
  private static final Map<String, Integer> DENSE = Map.of("d1", 24);

  @TempDir Path folder;
  private Path network;
  private Path pictures;

  @BeforeEach
  void write() throws IOException {
    network = Files.writeString(folder.resolve("Vgg.cnn"), NETWORK);
    Safetensors.write(folder.resolve("Vgg.safetensors"), weights(), Map.of());
    pictures = Files.createDirectory(folder.resolve("pictures"));
    List<String> lines = Files.readAllLines(Example.PICTURES.resolve("labels.csv"));
    for (String line : lines.subList(1, PICTURES + 1)) {
      String file = line.substring(0, line.lastIndexOf(','));
      Files.copy(Example.PICTURES.resolve(file), pictures.resolve(file));
    }
  }

  @Test
  void findsTheRanksThatLayersHave() throws IOException {
    Path found = folder.resolve("found");
    Invocation run =
        Invocation.of(
            "compress",
            network,
            "--data",
            pictures,
            "-o",
            found,
            "--max-drop",
            "0%",
            "--runs",
            "1",
            "--warm-up",
            "0",
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    double best =
        run.json().get("sweep").asList().stream()
            .map(Json::asObject)
            .filter(point -> point.get("sameAnswers").asLong() == PICTURES / 2)
            .mapToDouble(point -> point.get("predictedMs").asDouble())
            .min()
            .orElseThrow();
    String candidates = Files.readString(found.resolve("candidates.csv"));
    assertThat(best).as(candidates).isLessThanOrEqualTo(predictedByHand() / 0.9);
    assertThat(candidates.lines())
        .anyMatch(line -> line.startsWith("c1,split-spatial,error: 0.001,rank: 24,"));
  }

  /** Of the network that somebody factored who knows the ranks. */
  private double predictedByHand() throws IOException {
    StringBuilder pipeline = new StringBuilder("pipeline hand {\n  canonicalise\n");
    SPLIT.forEach((layer, rank) -> pipeline.append(step("split-spatial", layer, rank)));
    DENSE.forEach((layer, rank) -> pipeline.append(step("factorise-dense", layer, rank)));
    Path hand =
        Files.writeString(
            folder.resolve("hand.pipeline"), pipeline.append("  include exact\n}\n").toString());
    Invocation run = Invocation.of("report", network, "--no-measure", "--pipeline", hand, "--json");
    assertThat(run.code()).as(run.err()).isZero();
    return run.json().get("passes").asList().getLast().asObject().get("predictedMs").asDouble();
  }

  private static String step(String pass, String layer, int rank) {
    return "  %s(layers: \"%s\", rank: %d, keep: \"always\")\n".formatted(pass, layer, rank);
  }

  private Weights weights() {
    Graph graph = Cnn.load(network).graph().orElseThrow();
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter parameter) {
        int[] sizes = parameter.type().shape().sizes();
        tensors.put(parameter.name(), Tensor.of(weight(parameter.name(), sizes, random), sizes));
      }
    }
    return Weights.of(tensors);
  }

  private static float[] weight(String name, int[] sizes, SplittableRandom random) {
    String layer = name.substring(0, name.indexOf('.'));
    if (SPLIT.containsKey(layer) && sizes.length == 4) {
      return split(sizes, SPLIT.get(layer), random);
    }
    if (DENSE.containsKey(layer) && sizes.length == 2) {
      int rank = DENSE.get(layer);
      float[] up = draw(sizes[0] * rank, 1, random);
      return product(up, draw(rank * sizes[1], rank * sizes[1], random), sizes[0], rank, sizes[1]);
    }
    return draw((int) Tensor.elementCount(sizes), sizes.length > 1 ? fan(sizes) : 1e4, random);
  }

  /** {@code w[o][c][i][j] = Σ across[o][r][j] · down[r][c][i]}. */
  private static float[] split(int[] sizes, int rank, SplittableRandom random) {
    float[] across = draw(sizes[0] * 3 * rank, 3, random);
    float[] down = draw(rank * sizes[1] * 3, 3 * sizes[1], random);
    float[] whole = product(across, down, sizes[0] * 3, rank, sizes[1] * 3);
    float[] weight = new float[whole.length];
    for (int at = 0; at < whole.length; at++) {
      int row = at / (sizes[1] * 3);
      int column = at % (sizes[1] * 3);
      weight[((row / 3 * sizes[1] + column / 3) * 3 + column % 3) * 3 + row % 3] =
          whole[at] / (float) Math.sqrt(rank);
    }
    return weight;
  }

  private static float[] product(float[] a, float[] b, int rows, int inner, int columns) {
    float[] product = new float[rows * columns];
    for (int at = 0; at < product.length; at++) {
      for (int k = 0; k < inner; k++) {
        product[at] += a[at / columns * inner + k] * b[k * columns + at % columns];
      }
    }
    return product;
  }

  private static double fan(int[] sizes) {
    return (double) Tensor.elementCount(sizes) / sizes[0];
  }

  private static float[] draw(int count, double fan, SplittableRandom random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * Math.sqrt(2 / fan));
    }
    return values;
  }
}
