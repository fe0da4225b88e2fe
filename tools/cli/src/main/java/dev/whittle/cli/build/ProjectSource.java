package dev.whittle.cli.build;

import dev.whittle.cli.model.ModelSettings;
import dev.whittle.cli.model.SettingsFile;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.onnx.OnnxMistake;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a file of a project holds.
 *
 * @param graphs none when there is a mistake
 * @param weights those of a model; a source's lie in files of their own
 * @param files every file that was read or looked for, as absolute paths
 */
record ProjectSource(
    List<Graph> graphs,
    List<PipelineSpec> pipelines,
    Optional<Weights> weights,
    List<Diagnostic> diagnostics,
    Set<Path> files) {
  /** Reads a source, or a model and what is said beside it. */
  static ProjectSource read(ProjectFile file) {
    if (file.path().toString().endsWith(OnnxImport.ENDING)) {
      return model(file.path());
    }
    Loaded loaded = Cnn.check(file.path());
    return new ProjectSource(
        loaded.graphs(),
        loaded.pipelines(),
        Optional.empty(),
        loaded.diagnostics(),
        loaded.files());
  }

  private static ProjectSource model(Path file) {
    SettingsFile.Read read = SettingsFile.beside(file);
    Set<Path> files = new TreeSet<>(Set.of(absolute(file), absolute(read.file())));
    read.settings().labels().ifPresent(l -> files.add(absolute(l)));
    List<Diagnostic> diagnostics = new ArrayList<>(read.diagnostics());
    List<Graph> graphs = List.of();
    Weights weights = Weights.of(Map.of());
    try {
      Imported imported = read.settings().read(file);
      files.addAll(imported.files());
      diagnostics.addAll(imported.diagnostics());
      graphs = imported.graph().stream().toList();
      weights = imported.weights();
    } catch (ModelSettings.Unfit e) {
      diagnostics.add(
          OnnxMistake.BAD_SETTING.error(
              read.file().getFileName().toString(),
              "`%s`: %s".formatted(e.setting(), e.getMessage()),
              e.hint()));
    }
    boolean isSound = diagnostics.stream().noneMatch(Diagnostic::isError);
    return new ProjectSource(
        isSound ? graphs : List.of(), List.of(), Optional.of(weights), diagnostics, files);
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
