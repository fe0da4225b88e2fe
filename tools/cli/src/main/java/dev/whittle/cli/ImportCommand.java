package dev.whittle.cli;

import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.OnnxOptions;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.output.NetworkFiles;
import dev.whittle.cli.output.NetworkFiles.Content;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Staging;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle import}: a source and weights of an ONNX model. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes an ONNX model as a readable .cnn source with its weights beside it, which all commands"
          + " take. What cannot be read is reported at once. docs/onnx.md lists the operators.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle import resnet18.onnx -o networks",
      "  whittle import detector.onnx -o networks --shape image=1x3x640x640"
    })
final class ImportCommand implements Callable<Integer> {
  @Mixin private Network network;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      required = true,
      description = "Where to put the files.")
  private Path folder;

  @Option(names = "--force", description = "Replace files that are there.")
  private boolean isForced;

  @Mixin private Output output;

  @Override
  public Integer call() {
    if (!OnnxOptions.isOnnx(network.file())) {
      throw UserError.usage(network.file() + " is no .onnx file", "give an ONNX model");
    }
    Source source = network.load(output);
    Path text = NetworkFiles.source(folder, source.graph());
    Map<Path, Content> files = NetworkFiles.of(folder, source.graph(), source.weights());
    files.keySet().forEach(this::requireFree);
    files.forEach(ImportCommand::write);
    if (output.isJson()) {
      output.print(
          Json.object()
              .put("network", source.graph().name())
              .put("nodes", source.graph().nodes().size())
              .put("tensors", source.weights().names().size())
              .put(
                  "files",
                  Json.array(
                      files.keySet().stream()
                          .map(f -> (Json) new Json.Text(f.toString()))
                          .toList()))
              .build());
    } else {
      output.print(
          "%s: %d nodes, %d tensors%n"
              .formatted(text, source.graph().nodes().size(), source.weights().names().size()));
    }
    return ExitCode.OK.code();
  }

  private void requireFree(Path file) {
    if (Files.exists(file) && !isForced) {
      throw UserError.data(
          file + " is there already", "replace it with --force, or give another folder");
    }
  }

  private static void write(Path file, Content content) {
    try (Staging staging = new Staging(file)) {
      content.write(staging.folder().resolve("content"));
      staging.commitFile("content");
    } catch (IOException e) {
      throw UserError.data("cannot write " + file + ": " + Reasons.of(e), "");
    }
  }
}
