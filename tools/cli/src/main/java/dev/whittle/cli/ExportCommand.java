package dev.whittle.cli;

import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Threads;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Staging;
import dev.whittle.cli.output.Units;
import dev.whittle.ir.Graph;
import dev.whittle.onnx.OnnxExport;
import dev.whittle.runtime.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle export}: a network as an ONNX model. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a network as an ONNX model, operator set 20: after the portable passes of the"
          + " pipeline, before kernels are chosen. With --pipeline none it is the network as"
          + " written.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle export examples/glyphs/Glyphs.cnn -o glyphs.onnx",
      "  whittle export examples/glyphs/Glyphs.cnn -o glyphs.onnx --pipeline none"
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private Network network;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The .onnx file to write.")
  private Path target;

  @Mixin private Compiling compiling;
  @Mixin private Threads threads;
  @Mixin private Output output;

  @Override
  public Integer call() {
    Source source = network.load(output);
    Graph graph = compiling.portable(source, threads.count());
    long bytes;
    try (Staging staging = new Staging(target)) {
      Path file = staging.folder().resolve("onnx");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        OnnxExport.network(graph, source.weights()).writeTo(out);
      }
      bytes = Files.size(file);
      staging.commitFile("onnx");
    } catch (IOException e) {
      throw UserError.data("cannot write " + target + ": " + Reasons.of(e), "");
    }
    if (output.isJson()) {
      output.print(
          Json.object()
              .put("file", target.toString())
              .put("network", graph.name())
              .put("nodes", graph.nodes().size())
              .put("bytes", bytes)
              .build());
    } else {
      output.print(
          "%s: %d nodes, %s%n".formatted(target, graph.nodes().size(), Units.bytes(bytes)));
    }
    return ExitCode.OK.code();
  }
}
