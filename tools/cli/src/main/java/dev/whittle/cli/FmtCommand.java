package dev.whittle.cli;

import dev.whittle.cli.data.SourceFiles;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.output.Reasons;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Formatted;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.weights.AtomicFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code whittle fmt}: one layout for all sources. */
@Command(
    name = "fmt",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lays sources out in the one way there is. Comments stay, the meaning stays. A file with"
          + " syntax errors is left alone.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle fmt Net.cnn blocks/",
      "  whittle fmt --check examples",
      "  whittle fmt --print examples/glyphs/Glyphs.cnn"
    })
final class FmtCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files, or folders whose .cnn and .pipeline files are meant.")
  private List<Path> paths;

  @Option(names = "--check", description = "Write nothing; list what would change and exit with 1.")
  private boolean isCheck;

  @Option(names = "--print", description = "Write nothing; print the result.")
  private boolean isPrinted;

  @Mixin private Output output;

  @Override
  public Integer call() {
    if (isPrinted && output.isJson()) {
      throw UserError.usage("--print and --json exclude each other", "");
    }
    List<Path> files = paths.stream().flatMap(FmtCommand::sources).toList();
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      texts.add(format(file, read(file)));
    }
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      if (isPrinted) {
        output.print(texts.get(i));
      }
      if (!texts.get(i).equals(read(files.get(i)))) {
        changed.add(files.get(i).toString());
        write(files.get(i), texts.get(i));
      }
    }
    print(files, changed);
    return (isCheck && !changed.isEmpty() ? ExitCode.SOURCE : ExitCode.OK).code();
  }

  private void print(List<Path> files, List<String> changed) {
    if (output.isJson()) {
      output.print(
          Json.object()
              .put("files", files.size())
              .put(isCheck ? "unformatted" : "formatted", Json.texts(changed))
              .build());
    } else if (!isPrinted) {
      changed.forEach(file -> output.print(file + "\n"));
    }
  }

  private static Stream<Path> sources(Path path) {
    return Files.isDirectory(path)
        ? SourceFiles.below(path, ".cnn", ".pipeline").stream()
        : Stream.of(path);
  }

  private static String format(Path file, String text) {
    Formatted formatted = Cnn.format(file.toString(), text);
    return formatted
        .text()
        .orElseThrow(() -> new SourceError(formatted.diagnostics(), Path.of("").toAbsolutePath()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw UserError.data(file + ": is not UTF-8 text", "");
    } catch (IOException e) {
      throw UserError.data(file + ": cannot be read: " + Reasons.of(e), "");
    }
  }

  private void write(Path file, String text) {
    if (isCheck || isPrinted) {
      return;
    }
    try {
      AtomicFile.write(
          file, channel -> AtomicFile.writeFully(channel, text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw UserError.data(file + ": cannot be written: " + Reasons.of(e), "");
    }
  }
}
