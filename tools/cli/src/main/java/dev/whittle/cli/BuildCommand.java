package dev.whittle.cli;

import dev.whittle.cli.build.CompilerOptions;
import dev.whittle.cli.build.ProjectBuild;
import dev.whittle.cli.build.Targets;
import dev.whittle.cli.data.SourceFiles;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.output.Diagnostics;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.pipeline.ChosenPipeline;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code whittle build}: all networks of a project, as its build tool wants them. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Builds the networks of a source folder for a Java project: com/acme/Net.cnn becomes the"
          + " class com.acme.Net, through which an application uses it, with generated classes and"
          + " a model file beside it.",
      "",
      "An ONNX model com/acme/Net.onnx becomes a class, too; Net.properties beside it holds what the"
          + " model does not say: shape.INPUT, preprocess and labels.",
      "",
      "Without --facades and --classes it only checks sources and weights. Files are written when"
          + " all of them are right; a file that would not change is left alone. The Maven plugin"
          + " does its work with this command.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle build examples/glyphs",
      "  whittle build src/main/cnn --facades build/generated --classes build/networks",
      "  whittle build src/main/cnn com/acme/Net.cnn --classes out --target 512,256 --batch 1,8"
    })
final class BuildCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "The source folder.")
  private Path root;

  @Parameters(
      index = "1..*",
      paramLabel = "FILE",
      description = "Files within the folder. Default: every .cnn and .onnx file below it.")
  private List<Path> files = List.of();

  @Option(
      names = {"-w", "--weights"},
      paramLabel = "FOLDER",
      description =
          "Where the weights are: com/acme/Net.safetensors or Net.safetensors. Those beside the"
              + " sources are found anyway.")
  private Path weights;

  @Option(
      names = "--lock",
      paramLabel = "FILE",
      description =
          "Times of kernels to choose by, see `whittle lock`. Default: Net.kernels beside each"
              + " Net.cnn, where it is there.")
  private Path lock;

  @Option(
      names = "--facades",
      paramLabel = "FOLDER",
      description = "Write the Java source of each network's class here.")
  private Path facades;

  @Option(
      names = "--classes",
      paramLabel = "FOLDER",
      description = "Write generated classes and model files here.")
  private Path classes;

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      defaultValue = ChosenPipeline.DEFAULT,
      description =
          "Passes to run: exact, none, a pipeline of the network's file, a file that holds one"
              + " pipeline, or FILE#NAME. Its guards must hold. Default: ${DEFAULT-VALUE}.")
  private String pipeline;

  @Option(
      names = "--reports",
      paramLabel = "FOLDER",
      description =
          "Write a page about each network here: what each pass did, predicted times, memory.")
  private Path reports;

  @Option(
      names = "--target",
      paramLabel = "NAME,…",
      split = ",",
      defaultValue = Targets.PORTABLE,
      description =
          "What to generate code for: portable (all widths, the machine it runs on picks one), host"
              + " (this machine's), or 512, 256, 128 bits or scalar. Default: ${DEFAULT-VALUE}.")
  private List<String> targets;

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N,…",
      split = ",",
      defaultValue = "1",
      description =
          "Batch sizes to make plans for; other sizes run as a sum of these. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<Integer> batches;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Threads that plans are made for; any number may run them. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--taken",
      paramLabel = "CLASS=FILE",
      description =
          "A class that another file of the folder makes, which is not built now: none may have"
              + " its name. May be repeated.")
  private Map<String, String> taken = Map.of();

  @Option(names = "--strict", description = "Let warnings fail, too.")
  private boolean isStrict;

  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    List<Integer> lanes = Targets.lanes(targets.stream().map(String::strip).toList());
    checkNumbers();
    if (reports != null && classes == null) {
      throw UserError.usage("--reports needs --classes", "reports are about compiled networks");
    }
    if (lock != null && !Files.isRegularFile(lock)) {
      throw UserError.data(lock + ": there is no such file", "`whittle lock` writes one");
    }
    CompilerOptions options =
        new CompilerOptions(pipeline, lanes, batches, threads, reports != null);
    ProjectBuild.Result result =
        ProjectBuild.run(
            new ProjectBuild.Request(
                root,
                sources(),
                Optional.ofNullable(weights),
                Optional.ofNullable(lock),
                Optional.ofNullable(facades),
                Optional.ofNullable(classes),
                Optional.ofNullable(reports),
                options,
                taken,
                isStrict),
            output);
    if (output.isJson()) {
      output.print(json(result));
    } else {
      print(result);
    }
    return ExitCode.OK.code();
  }

  private void checkNumbers() {
    if (threads < 1) {
      throw UserError.usage("--threads " + threads + " is out of range", "use 1 or more");
    }
    if (batches.isEmpty()
        || batches.stream().anyMatch(b -> b < 1)
        || batches.stream().distinct().count() < batches.size()) {
      throw UserError.usage("--batch needs different sizes of 1 or more", "for example 1,8");
    }
  }

  private List<Path> sources() {
    if (!Files.isDirectory(root)) {
      throw UserError.data(root + ": there is no such folder", "give the folder of the sources");
    }
    return files.isEmpty()
        ? SourceFiles.below(root, ".cnn", ".onnx").stream().map(root::relativize).toList()
        : files;
  }

  private static Json json(ProjectBuild.Result result) {
    return Json.object()
        .put("files", Json.array(result.built().stream().map(BuildCommand::json).toList()))
        .put("diagnostics", Diagnostics.json(result.warnings()))
        .put("notes", Json.texts(result.notes()))
        .build();
  }

  private static Json json(ProjectBuild.Built built) {
    return Json.object()
        .put("file", built.file().toString().replace('\\', '/'))
        .put("classes", Json.texts(built.classes()))
        .put("inputs", Json.texts(built.inputs().stream().map(Path::toString).toList()))
        .put("outputs", Json.texts(built.outputs().stream().map(Path::toString).toList()))
        .put("isSound", built.isSound())
        .build();
  }

  private void print(ProjectBuild.Result result) {
    if (!result.warnings().isEmpty()) {
      output.err().print(Diagnostics.text(result.warnings(), root));
      output.err().flush();
    }
    result.notes().forEach(note -> output.err().println("note: " + note));
    output.err().flush();
    for (ProjectBuild.Built built : result.built()) {
      built.outputs().forEach(file -> output.print(file + "\n"));
    }
    long networks = result.built().stream().mapToLong(b -> b.classes().size()).sum();
    output.print(
        "%s in %s\n"
            .formatted(
                Units.plural(networks, "network"), Units.plural(result.built().size(), "file")));
  }
}
