package dev.whittle.bench.suite;

import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A square convolution with bias and rectifier, as it stands in VGG and its relatives; stride 1.
 *
 * @param size height and width of the input
 * @param kernel height and width of the kernel
 */
public record ConvolutionLayer(
    String name, int inputs, int size, int outputs, int kernel, int pads) {
  private static final String NODE = "conv";

  /** Named after its sizes, for example {@code 3x3 64-128 @56}, with maps of the same size. */
  static ConvolutionLayer same(int inputs, int size, int outputs, int kernel) {
    String name = "%dx%d %d-%d @%d".formatted(kernel, kernel, inputs, outputs, size);
    return new ConvolutionLayer(name, inputs, size, outputs, kernel, kernel / 2);
  }

  /** A network of this layer alone. */
  public Graph graph() {
    String text =
        """
        network Layer {
          input x: f32[N, %d, %d, %d]
          %s = x |> conv(%d, kernel: %d, pads: %d) |> relu
          output y = %s
        }
        """
            .formatted(inputs, size, size, NODE, outputs, kernel, pads, NODE);
    return Cnn.read(name + ".cnn", text, Path.of("")).graph().orElseThrow();
  }

  Case toCase() {
    return Case.exact(name, this::graph, Optional.of(NODE), Optional.empty());
  }
}
