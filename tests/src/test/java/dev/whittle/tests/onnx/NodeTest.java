package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Shape;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.runtime.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * ONNX's own tests of its operators, where Debian's package {@code libonnx-testdata} is installed
 * or {@code -Dwhittle.onnx.tests} names their folder. A model that is read computes what ONNX says;
 * the others are listed by the reason why they are not read.
 */
class NodeTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("whittle.onnx.tests", "/usr/share/libonnx-testdata/data/node"));
  private static final int LEAST_PASSED = 400;

  @Test
  void whatIsReadComputesWhatOnnxSays() throws IOException {
    assumeTrue(
        Files.isDirectory(FOLDER),
        () -> FOLDER + " is absent: install libonnx-testdata, or give -Dwhittle.onnx.tests");
    List<String> passed = new ArrayList<>();
    Map<String, String> failed = new TreeMap<>();
    Map<String, String> skipped = new TreeMap<>();
    try (Stream<Path> cases = Files.list(FOLDER)) {
      for (Path folder : cases.sorted().toList()) {
        String name = folder.getFileName().toString();
        Imported imported = read(folder);
        if (imported.graph().isEmpty()) {
          Diagnostic first = imported.diagnostics().getFirst();
          skipped.put(name, first.code() + " " + first.message());
          continue;
        }
        Map<String, Tensor> inputs = inputs(folder, imported.graph().orElseThrow());
        if (!fit(imported.graph().orElseThrow(), inputs)) {
          skipped.put(name, "its data has not the shape that its model declares");
          continue;
        }
        try {
          run(folder, imported, inputs);
          passed.add(name);
        } catch (AssertionError | RuntimeException e) {
          failed.put(name, String.valueOf(e.getMessage()));
        }
      }
    }
    System.out.printf("ONNX node tests: %d pass, %d are skipped%n", passed.size(), skipped.size());
    System.out.println("pass: " + String.join(" ", passed));
    skipped.forEach((name, why) -> System.out.printf("skip %s: %s%n", name, why));
    assertThat(failed).isEmpty();
    assertThat(passed).hasSizeGreaterThan(LEAST_PASSED);
  }

  /** The model, with all inputs but the first as weights when it is not read otherwise. */
  private static Imported read(Path folder) throws IOException {
    Path model = folder.resolve("model.onnx");
    Imported whole = OnnxImport.read(model, Map.of());
    if (whole.graph().isPresent()) {
      return whole;
    }
    ByteArrayOutputStream initialisers = new ByteArrayOutputStream();
    for (int i = 1; ; i++) {
      Path input = folder.resolve("test_data_set_0/input_%d.pb".formatted(i));
      if (!Files.exists(input)) {
        break;
      }
      ModelBytes.bytes(initialisers, 5, Files.readAllBytes(input));
    }
    ByteArrayOutputStream bound = new ByteArrayOutputStream();
    bound.writeBytes(Files.readAllBytes(model));
    ModelBytes.message(bound, 7, initialisers);
    return Importing.read(bound.toByteArray());
  }

  private static Map<String, Tensor> inputs(Path folder, Graph graph) throws IOException {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Node node : graph.inputs()) {
      Path file = folder.resolve("test_data_set_0/input_%d.pb".formatted(inputs.size()));
      inputs.put(node.name(), tensor(file));
    }
    return inputs;
  }

  private static boolean fit(Graph graph, Map<String, Tensor> inputs) {
    return graph.inputs().stream()
        .allMatch(node -> node.type().shape().equals(Shape.of(inputs.get(node.name()).shape())));
  }

  private static void run(Path folder, Imported imported, Map<String, Tensor> inputs)
      throws IOException {
    Path data = folder.resolve("test_data_set_0");
    Map<String, Tensor> actual = Importing.evaluate(imported, inputs);
    int j = 0;
    for (Tensor output : actual.values()) {
      Tensor expected = tensor(data.resolve("output_%d.pb".formatted(j++)));
      Importing.assertClose(expected, output, 4e-3);
    }
  }

  /** A float tensor that is stored as raw data. */
  private static Tensor tensor(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> shape = new ArrayList<>();
    long type = 0;
    byte[] raw = new byte[0];
    while (in.hasRemaining()) {
      long tag = varint(in);
      if ((tag & 7) == 0) {
        long value = varint(in);
        if (tag >>> 3 == 1) {
          shape.add((int) value);
        } else if (tag >>> 3 == 2) {
          type = value;
        }
        continue;
      }
      byte[] bytes = new byte[(int) varint(in)];
      in.get(bytes);
      raw = tag >>> 3 == 9 ? bytes : raw;
    }
    int[] sizes = shape.stream().mapToInt(s -> s).toArray();
    ByteBuffer data = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[Math.toIntExact(Tensor.elementCount(sizes))];
    for (int i = 0; i < values.length; i++) {
      switch ((int) type) {
        case 1 -> values[i] = data.getFloat();
        case 2 -> values[i] = data.get() & 0xff;
        case 3 -> values[i] = data.get();
        case 7 -> values[i] = data.getLong();
        case 10 -> values[i] = Float.float16ToFloat(data.getShort());
        case 11 -> values[i] = (float) data.getDouble();
        case 4, 16 -> values[i] = Float.intBitsToFloat(data.getShort() << 16);
        default -> throw new IllegalStateException(file + " holds type " + type);
      }
    }
    return Tensor.of(values, sizes);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
