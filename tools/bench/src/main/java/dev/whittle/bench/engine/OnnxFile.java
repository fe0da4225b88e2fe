package dev.whittle.bench.engine;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import dev.whittle.ir.Graph;
import dev.whittle.onnx.OnnxExport;
import dev.whittle.onnx.OnnxModel;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ONNX twin of a network in a temporary file, deleted when closed. */
public record OnnxFile(Path path) implements AutoCloseable {
  /** Writes the twin of {@code graph}. */
  public static OnnxFile of(Graph graph, Weights weights) {
    return of(OnnxExport.of(graph, weights));
  }

  /** Writes a model. */
  static OnnxFile of(OnnxModel model) {
    try {
      OnnxFile file = new OnnxFile(Files.createTempFile("whittle-bench-", ".onnx"));
      file.path.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(file.path)) {
        model.writeTo(out);
      }
      return file;
    } catch (IOException e) {
      throw UserError.data("cannot write the network as ONNX: " + Reasons.of(e), "");
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw UserError.data("cannot delete " + path + ": " + Reasons.of(e), "");
    }
  }
}
