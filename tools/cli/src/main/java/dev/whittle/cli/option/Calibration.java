package dev.whittle.cli.option;

import dev.whittle.cli.UserError;
import dev.whittle.cli.compare.ComparisonData;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.data.Rows;
import dev.whittle.cli.report.ReportData;
import dev.whittle.ir.Graph;
import dev.whittle.passes.ledger.Data;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What passes that look at a network's values run it on. */
public final class Calibration {
  @Option(
      names = "--calibrate",
      paramLabel = "PATH",
      description =
          "Inputs for passes that look at a network's values: a folder or zip file of pictures, or a"
              + " .npz or .npy file of inputs. Labels are not used.")
  private Path path;

  @Option(
      names = "--calibrate-rows",
      paramLabel = "WHICH",
      defaultValue = "all",
      description =
          "Which of them: even or odd rows of its labels.csv, counted from 0, or all. Default:"
              + " ${DEFAULT-VALUE}.")
  private String rows;

  /** The inputs for {@code source}, where there are any. */
  Optional<Data> data(Source source) {
    Rows chosen = Rows.of("--calibrate-rows", rows);
    if (path == null) {
      if (chosen != Rows.ALL) {
        throw UserError.usage("--calibrate-rows is for --calibrate", "give --calibrate PATH");
      }
      return Optional.empty();
    }
    Graph graph = source.graph();
    Data all =
        ComparisonData.isTensors(path)
            ? ComparisonData.tensors(graph, path)
            : ReportData.pictures(graph.bindAll(1), PictureSet.closed(path), path.toString());
    return Optional.of(chosen.of(all));
  }
}
