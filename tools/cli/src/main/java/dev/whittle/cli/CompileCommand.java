package dev.whittle.cli;

import dev.whittle.cli.guard.Guards;
import dev.whittle.cli.guard.Verdict;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Staging;
import dev.whittle.cli.output.Units;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle compile}: class files and weights for ahead-of-time use. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compiles a network to class files and a packed weights file, to be put on an application's"
          + " class path beside whittle-runtime.",
      "",
      "The folder appears complete or not at all. A folder that an earlier compile made is"
          + " replaced; any other folder must be empty.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle compile examples/glyphs/Glyphs.cnn -o target/glyphs",
      "  whittle compile Net.cnn -o out --pipeline fast.pipeline",
      "  whittle compile Net.cnn -w net.safetensors -o out --package com.acme --batch 1,8"
    })
final class CompileCommand implements Callable<Integer> {
  private static final String MANIFEST = "whittle.json";
  private static final String RESULT = "result";

  @Mixin private Network network;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      required = true,
      description = "Where to put the classes and the weights.")
  private Path folder;

  @Option(
      names = "--package",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Package of the generated classes. Default: none.")
  private String packageName;

  @Option(
      names = "--widths",
      paramLabel = "N,…",
      split = ",",
      defaultValue = "16,8,4,1",
      description =
          "Vector widths to generate code for, in floats; the machine it runs on picks one."
              + " Default: ${DEFAULT-VALUE}.")
  private List<Integer> widths;

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N,…",
      split = ",",
      defaultValue = "1",
      description =
          "Batch sizes to make plans for; other sizes run as a sum of these. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<Integer> batches;

  @Mixin private Compiling compiling;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    checkOptions();
    checkFolder();
    Source source = network.load(output);
    CompiledNetwork compiled =
        compiling.compile(source, widths, batches, 1, packageName, (pass, graph) -> {});
    List<Verdict> verdicts =
        Guards.require(
            compiling.pipeline(source.file()),
            source,
            compiled,
            widths,
            compiling.lanes(),
            () -> compiling.compile(source, List.of(1), 1),
            output);
    Json.Builder manifest;
    try (Staging staging = new Staging(folder)) {
      Path result = staging.makeFolder(RESULT);
      staging.makeFolder(RESULT + "/" + packageName.replace('.', '/'));
      manifest = write(compiled, result);
      staging.commitFolder(RESULT);
    }
    if (output.isJson()) {
      if (!verdicts.isEmpty()) {
        manifest.put("guards", Json.array(verdicts.stream().map(Verdict::json).toList()));
      }
      output.print(manifest.build());
    } else {
      print(compiled);
      verdicts.forEach(verdict -> output.print(verdict.text()));
    }
    return ExitCode.OK.code();
  }

  private void checkOptions() {
    if (!packageName.matches("|[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*")) {
      throw UserError.usage(
          "--package " + packageName + " is not a package name", "for example com.acme");
    }
    for (int width : widths) {
      Compiling.checkWidth(width);
    }
    for (int batch : batches) {
      if (batch < 1) {
        throw UserError.usage("--batch " + batch + " is out of range", "use 1 or more");
      }
    }
    if (Stream.of(widths, batches).anyMatch(l -> l.stream().distinct().count() < l.size())) {
      throw UserError.usage("a width or batch is given twice", "give each once");
    }
  }

  private void checkFolder() throws IOException {
    if (!Files.exists(folder) || Files.exists(folder.resolve(MANIFEST))) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw UserError.data(folder + ": is a file", "give a folder to write into");
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw UserError.data(
            folder + ": holds files that whittle did not write", "give a new or empty folder");
      }
    }
  }

  private Json.Builder write(CompiledNetwork compiled, Path result) {
    List<String> names = new ArrayList<>();
    try {
      for (Map.Entry<String, byte[]> file : compiled.classes().entrySet()) {
        String name = file.getKey().replace('.', '/') + ".class";
        Files.write(result.resolve(name), file.getValue());
        names.add(name);
      }
      String model = packageName.replace('.', '/') + (packageName.isEmpty() ? "" : "/");
      model += compiled.baseName() + ".whittle";
      compiled.file().write(result.resolve(model));
      Json.Builder manifest =
          Json.object()
              .put("network", compiled.file().name())
              .put("model", model)
              .put("modelBytes", Files.size(result.resolve(model)))
              .put("classes", Json.texts(names))
              .put("classBytes", classBytes(compiled))
              .put("widths", Json.ints(widths))
              .put("batches", Json.ints(batches));
      Files.writeString(result.resolve(MANIFEST), manifest.build().pretty() + "\n");
      return manifest;
    } catch (IOException e) {
      throw UserError.data("cannot write " + folder + ": " + Reasons.of(e), "");
    }
  }

  private static long classBytes(CompiledNetwork compiled) {
    return compiled.classes().values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  private void print(CompiledNetwork compiled) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        output.print("%10s  %s%n".formatted(Units.bytes(Files.size(file)), file));
      }
    }
    output.print(
        "%s: %d classes, %s of code%n"
            .formatted(
                compiled.file().name(),
                compiled.classes().size(),
                Units.bytes(classBytes(compiled))));
  }
}
