package dev.whittle.cli.report;

import dev.whittle.cli.UserError;
import dev.whittle.cli.data.Labels;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.output.Units;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What networks are compared on: pictures, or numbers made up. */
public final class ReportData {
  private static final int MADE_UP = 8;

  private ReportData() {}

  /**
   * The pictures of {@code set}; where there are labels, those that have one.
   *
   * @param graph with its symbolic sizes bound to 1
   * @param origin what the user calls the set
   * @throws UserError when the network does not take one picture, or labels do not fit
   */
  public static Data pictures(Graph graph, PictureSet set, String origin) {
    if (graph.inputs().size() != 1) {
      throw UserError.usage(
          graph.name() + " has " + Units.plural(graph.inputs().size(), "input") + ", not one",
          "leave --data out to compare on random numbers");
    }
    Node input = graph.inputs().getFirst();
    Preprocessing preprocessing =
        ((Input) input.op())
            .preprocessing()
            .orElseThrow(() ->
                UserError.usage(
                    "the input " + input.name() + " takes no picture",
                    "declare how with @picture, or leave --data out"));
    boolean isLabelled = set.labels().length > 0;
    List<Labels.Labelled> labelled = isLabelled ? labelled(graph, set, origin) : List.of();
    List<String> names =
        isLabelled ? labelled.stream().map(Labels.Labelled::file).toList() : set.names();
    PictureInput decoder = new PictureInput(preprocessing);
    return new Data(
        Units.plural(names.size(), isLabelled ? "labelled picture" : "picture"),
        names.size(),
        item -> Map.of(input.name(), decoded(decoder, set, names.get(item), input)),
        labelled.stream().map(Labels.Labelled::label).toList());
  }

  /** Tensors of numbers between −1 and 1, the same every time. */
  public static Data madeUp(Graph graph) {
    return new Data(
        MADE_UP + " inputs of random numbers",
        MADE_UP,
        item -> RandomInputs.of(graph, item),
        List.of());
  }

  private static List<Labels.Labelled> labelled(Graph graph, PictureSet set, String origin) {
    Output output = graph.outputs().getFirst();
    int classes = (int) graph.type(output.value()).shape().elementCount();
    return Labels.read(set, origin, output.labels(), classes);
  }

  private static Tensor decoded(PictureInput decoder, PictureSet set, String name, Node input) {
    try {
      Picture picture = Picture.read(new ByteArrayInputStream(set.read(name)), name);
      float[] values = new float[(int) input.type().shape().elementCount()];
      for (int at = 0; at < values.length; at += decoder.size()) {
        decoder.write(picture, values, at);
      }
      return Tensor.of(values, input.type().shape().sizes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
