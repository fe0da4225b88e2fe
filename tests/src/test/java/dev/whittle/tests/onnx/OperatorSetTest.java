package dev.whittle.tests.onnx;

import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Imported operators compute what ONNX Runtime computes, in every operator set that differs. */
class OperatorSetTest {
  @ParameterizedTest(name = "{0} in operator set {1}")
  @MethodSource("operators")
  void operatorsAgree(String name, int operatorSet, byte[] model, Tensor x) {
    Importing.agree(model, Map.of("x", x));
  }

  static Stream<Arguments> operators() {
    return Stream.of(
            on(
                "Clip attributes",
                List.of(7, 10),
                new int[] {2, 5},
                m -> m.node("Clip", List.of("x"), Map.of("min", -0.5f, "max", 1f))),
            on(
                "Where broadcasts",
                List.of(9, 16),
                new int[] {2, 2},
                m ->
                    m.floats("a", new int[] {2, 1}, 1, -1)
                        .floats("zero", new int[0], 0)
                        .floats("row", new int[] {1, 2}, 5, 6)
                        .node("Greater", List.of("a", "zero"), List.of("c"), Map.of())
                        .node("Where", List.of("c", "row", "zero"), List.of("w"), Map.of())
                        .node("Add", List.of("x", "w"), Map.of())),
            on("Abs", List.of(7, 13), new int[] {2, 5}, m -> m.node("Abs", List.of("x"), Map.of())),
            on("Neg", List.of(7, 13), new int[] {2, 5}, m -> m.node("Neg", List.of("x"), Map.of())),
            on(
                "Clip inputs",
                List.of(11, 13, 20),
                new int[] {2, 5},
                m ->
                    m.floats("low", new int[0], -0.5f).node("Clip", List.of("x", "low"), Map.of())),
            on(
                "Clip to relu",
                List.of(11, 20),
                new int[] {2, 5},
                m -> m.floats("low", new int[0], 0).node("Clip", List.of("x", "low"), Map.of())),
            on(
                "Pad attributes",
                List.of(7, 10),
                new int[] {1, 2, 3, 3},
                m ->
                    m.node(
                        "Pad",
                        List.of("x"),
                        Map.of("pads", List.of(0, 1, 0, 2, 0, 0, 1, -1), "value", 2f))),
            on(
                "Pad inputs",
                List.of(11, 13, 19),
                new int[] {1, 2, 3, 3},
                m ->
                    m.integers("pads", 0, 1, 0, 2, 0, 0, 1, -1)
                        .node("Pad", List.of("x", "pads"), Map.of())),
            on(
                "Slice attributes",
                List.of(7, 9),
                new int[] {2, 5, 6},
                m ->
                    m.node(
                        "Slice",
                        List.of("x"),
                        Map.of(
                            "starts", List.of(1, -3),
                            "ends", List.of(Integer.MAX_VALUE, -1),
                            "axes", List.of(1, 2)))),
            on(
                "Slice inputs",
                List.of(10, 13, 17),
                new int[] {2, 5, 6},
                m ->
                    m.integers("starts", 1, -3)
                        .integers("ends", Long.MAX_VALUE, -1)
                        .integers("axes", 1, -1)
                        .integers("steps", 2, 1)
                        .node("Slice", List.of("x", "starts", "ends", "axes", "steps"), Map.of())),
            on(
                "Squeeze attributes",
                List.of(7, 11),
                new int[] {2, 1, 3, 1},
                m -> m.node("Squeeze", List.of("x"), Map.of("axes", List.of(1)))),
            on(
                "Squeeze inputs",
                List.of(13, 20),
                new int[] {2, 1, 3, 1},
                m -> m.integers("axes", -1).node("Squeeze", List.of("x", "axes"), Map.of())),
            on(
                "Squeeze all",
                List.of(7, 13),
                new int[] {2, 1, 3, 1},
                m -> m.node("Squeeze", List.of("x"), Map.of())),
            on(
                "Unsqueeze attributes",
                List.of(7, 11),
                new int[] {2, 3},
                m -> m.node("Unsqueeze", List.of("x"), Map.of("axes", List.of(0, 3)))),
            on(
                "Unsqueeze inputs",
                List.of(13, 20),
                new int[] {2, 3},
                m -> m.integers("axes", 1, -1).node("Unsqueeze", List.of("x", "axes"), Map.of())),
            on(
                "Dropout",
                List.of(7, 10, 12, 13),
                new int[] {2, 3},
                m ->
                    m.node("Dropout", List.of("x"), List.of("d"), Map.of())
                        .node("Relu", List.of("d"), Map.of())),
            on(
                "Softmax",
                List.of(7, 11, 13, 20),
                new int[] {2, 3, 4},
                m -> m.node("Softmax", List.of("x"), Map.of())),
            on(
                "Softmax axis",
                List.of(7, 12, 13, 20),
                new int[] {2, 3, 4},
                m -> m.node("Softmax", List.of("x"), Map.of("axis", 2))),
            on(
                "BatchNormalization",
                List.of(7, 9, 14, 15),
                new int[] {2, 2, 3, 3},
                m ->
                    m.floats("scale", new int[] {2}, 1, 2)
                        .floats("shift", new int[] {2}, 0.5f, -1)
                        .floats("mean", new int[] {2}, 0.1f, 0.2f)
                        .floats("variance", new int[] {2}, 1.5f, 0.5f)
                        .node(
                            "BatchNormalization",
                            List.of("x", "scale", "shift", "mean", "variance"),
                            Map.of("epsilon", 1e-3f, "momentum", 0.8f))),
            on(
                "Conv same",
                List.of(7, 11, 20),
                new int[] {1, 2, 7, 6},
                m ->
                    m.floats("w", new int[] {4, 1, 3, 2}, Importing.random(24).floats())
                        .node(
                            "Conv",
                            List.of("x", "w"),
                            Map.of(
                                "auto_pad", "SAME_LOWER", "strides", List.of(2, 2), "group", 2))),
            on(
                "Conv valid",
                List.of(7, 11),
                new int[] {1, 2, 7, 6},
                m ->
                    m.floats("w", new int[] {4, 2, 3, 2}, Importing.random(48).floats())
                        .node("Conv", List.of("x", "w"), Map.of("auto_pad", "VALID"))),
            on(
                "Conv of one axis",
                List.of(7, 11),
                new int[] {1, 2, 9},
                m ->
                    m.floats("w", new int[] {3, 2, 3}, Importing.random(18).floats())
                        .node("Conv", List.of("x", "w"), Map.of("pads", List.of(1, 1)))),
            on(
                "AveragePool",
                List.of(7, 10, 11),
                new int[] {1, 2, 7, 6},
                m ->
                    m.node(
                        "AveragePool",
                        List.of("x"),
                        Map.of(
                            "kernel_shape",
                            List.of(3, 2),
                            "auto_pad",
                            "SAME_UPPER",
                            "count_include_pad",
                            1))),
            on(
                "MaxPool",
                List.of(10, 12),
                new int[] {1, 2, 7, 6},
                m ->
                    m.node(
                        "MaxPool",
                        List.of("x"),
                        Map.of(
                            "kernel_shape",
                            List.of(3, 3),
                            "strides",
                            List.of(2, 2),
                            "ceil_mode",
                            1))),
            on(
                "GlobalMaxPool",
                List.of(7, 20),
                new int[] {1, 2, 7, 6},
                m -> m.node("GlobalMaxPool", List.of("x"), Map.of())),
            on(
                "Gemm",
                List.of(7, 9, 11, 13),
                new int[] {3, 4},
                m ->
                    m.floats("w", new int[] {4, 2}, Importing.random(8).floats())
                        .floats("c", new int[] {1, 2}, 3, 4)
                        .node("Gemm", List.of("x", "w", "c"), Map.of("alpha", 0.5f, "beta", 2f))),
            on(
                "Gemm transposed",
                List.of(7, 13),
                new int[] {4, 3},
                m ->
                    m.floats("w", new int[] {2, 4}, Importing.random(8).floats())
                        .floats("c", new int[] {3, 1}, 3, 4, 5)
                        .node("Gemm", List.of("x", "w", "c"), Map.of("transA", 1, "transB", 1))),
            on(
                "Gemm computed",
                List.of(7, 11, 13),
                new int[] {3, 4},
                m ->
                    m.floats("c", new int[] {1, 3}, 3, 4, 5)
                        .node("Relu", List.of("x"), List.of("w"), Map.of())
                        .node(
                            "Gemm",
                            List.of("x", "w", "c"),
                            Map.of("transB", 1, "alpha", 0.5f, "beta", 2f))),
            on(
                "Gemm with a computed bias",
                List.of(7, 13),
                new int[] {3, 4},
                m ->
                    m.floats("w", new int[] {4, 4}, Importing.random(16).floats())
                        .node("Relu", List.of("x"), List.of("c"), Map.of())
                        .node("Gemm", List.of("x", "w", "c"), Map.of("beta", 2f))),
            on(
                "Upsample attributes",
                List.of(7),
                new int[] {1, 2, 2, 3},
                m -> m.node("Upsample", List.of("x"), Map.of("scales", List.of(1f, 1f, 2f, 3f)))),
            on(
                "Upsample inputs",
                List.of(9),
                new int[] {1, 2, 2, 3},
                m ->
                    m.floats("s", new int[] {4}, 1, 1, 2, 3)
                        .node("Upsample", List.of("x", "s"), Map.of())),
            on(
                "Resize",
                List.of(10),
                new int[] {1, 2, 2, 3},
                m ->
                    m.floats("s", new int[] {4}, 1, 1, 2, 3)
                        .node("Resize", List.of("x", "s"), Map.of())),
            on(
                "Resize scales",
                List.of(11, 13, 19),
                new int[] {1, 2, 2, 3},
                m ->
                    m.floats("s", new int[] {4}, 1, 1, 2, 3)
                        .floats("none", new int[] {0})
                        .node("Resize", List.of("x", "none", "s"), Map.of())),
            on(
                "Resize sizes",
                List.of(11, 13, 19),
                new int[] {1, 2, 2, 3},
                m ->
                    m.integers("s", 1, 2, 4, 6)
                        .floats("none", new int[] {0})
                        .node(
                            "Resize", List.of("x", "none", "none", "s"), Map.of("mode", "linear"))),
            on(
                "Split attributes",
                List.of(7, 11),
                new int[] {2, 6},
                m ->
                    m.node(
                            "Split",
                            List.of("x"),
                            List.of("a", "b"),
                            Map.of("axis", 1, "split", List.of(2, 4)))
                        .node("Concat", List.of("b", "a"), Map.of("axis", 1))),
            on(
                "Split inputs",
                List.of(13, 18),
                new int[] {2, 6},
                m ->
                    m.integers("s", 1, 5)
                        .node("Split", List.of("x", "s"), List.of("a", "b"), Map.of("axis", -1))
                        .node("Concat", List.of("b", "a"), Map.of("axis", -1))),
            on(
                "Split evenly",
                List.of(18),
                new int[] {2, 5},
                m ->
                    m.node(
                            "Split",
                            List.of("x"),
                            List.of("a", "b"),
                            Map.of("axis", 1, "num_outputs", 2))
                        .node("Concat", List.of("b", "a"), Map.of("axis", 1))),
            on(
                "ReduceMean attributes",
                List.of(7, 11, 13),
                new int[] {2, 3, 4},
                m ->
                    m.node("ReduceMean", List.of("x"), Map.of("axes", List.of(-1), "keepdims", 0))),
            on(
                "ReduceMean inputs",
                List.of(18, 20),
                new int[] {2, 3, 4},
                m -> m.integers("axes", 1, 2).node("ReduceMean", List.of("x", "axes"), Map.of())),
            on(
                "PRelu",
                List.of(7, 9, 16),
                new int[] {1, 2, 3, 3},
                m ->
                    m.floats("slope", new int[] {2, 1, 1}, 0.25f, -2)
                        .node("PRelu", List.of("x", "slope"), Map.of())),
            on(
                "Gather",
                List.of(7, 13),
                new int[] {2, 6},
                m ->
                    m.integers("i", 1, 2, -1).node("Gather", List.of("x", "i"), Map.of("axis", 1))),
            on(
                "Gather one",
                List.of(11, 13),
                new int[] {2, 6},
                m ->
                    m.initialiser(ModelBytes.integerTensor("i", new int[0], 4))
                        .node("Gather", List.of("x", "i"), Map.of("axis", 1))),
            on(
                "DepthToSpace",
                List.of(11, 13),
                new int[] {1, 8, 2, 3},
                m -> m.node("DepthToSpace", List.of("x"), Map.of("blocksize", 2, "mode", "CRD"))),
            on(
                "SpaceToDepth",
                List.of(7, 13),
                new int[] {1, 2, 4, 6},
                m -> m.node("SpaceToDepth", List.of("x"), Map.of("blocksize", 2))),
            on(
                "Mean",
                List.of(8, 13),
                new int[] {2, 3},
                m ->
                    m.node("Relu", List.of("x"), List.of("r"), Map.of())
                        .node("Mean", List.of("x", "r", "x"), Map.of())),
            on(
                "Flatten",
                List.of(7, 11, 13),
                new int[] {2, 3, 4},
                m -> m.node("Flatten", List.of("x"), Map.of("axis", 2))),
            on(
                "Constant",
                List.of(7, 11, 13),
                new int[] {2, 2},
                m ->
                    m.node(
                            "Constant",
                            List.of(),
                            List.of("c"),
                            Map.of(
                                "value",
                                ModelBytes.tensor("", 1, new int[] {2}, ModelBytes.raw(1, 2))))
                        .node("Sub", List.of("c", "x"), Map.of())))
        .flatMap(List::stream);
  }

  private static List<Arguments> on(
      String name, List<Integer> sets, int[] shape, UnaryOperator<ModelBytes> make) {
    return sets.stream()
        .map(set ->
            Arguments.of(
                name, set, make.apply(ModelBytes.of(set, shape)).bytes(), Importing.random(shape)))
        .toList();
  }
}
