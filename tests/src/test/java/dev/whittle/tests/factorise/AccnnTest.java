package dev.whittle.tests.factorise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.passes.factorise.Factorisation;
import dev.whittle.passes.factorise.Factorisations;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.passes.rank.ExactSelection;
import dev.whittle.passes.rank.Menu;
import dev.whittle.passes.rank.Menu.Candidate;
import dev.whittle.passes.rank.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures of accnn, MXNet's low-rank tool, on VGG-16. */
class AccnnTest {
  /** Of the configuration that accnn ships, in the order of the network; the last is whole. */
  private static final List<Integer> SHIPPED =
      List.of(5, 32, 64, 64, 96, 160, 192, 256, 256, 320, 384, 384, 384, 2048, 2048, 0);

  @Test
  void theShippedRanksDivideTheMultiplyAddsAndLeaveTheWeightsThatAccnnHas() {
    long before = 0;
    long after = 0;
    long weights = 0;
    List<Layer> layers = layers();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Size whole = layer.size();
      int rank = SHIPPED.get(i);
      Size split = rank == 0 ? whole : factorisation(layer).size(layer, rank);
      if (layer.op() instanceof Conv) {
        before += whole.cost().macs();
        after += split.cost().macs();
      }
      weights += split.parameters();
    }
    assertThat((double) before / after).isCloseTo(2.42, within(0.005));
    assertThat(weights / 1e6).isCloseTo(87.3, within(0.05));
  }

  @Test
  void selectionsOfAllConvolutionsMeetTheBudgetExactly() {
    List<Menu> menus = new ArrayList<>();
    long all = 0;
    for (Layer layer : layers()) {
      if (layer.op() instanceof Conv) {
        Factorisation split = factorisation(layer);
        all += layer.size().cost().macs();
        List<Candidate> candidates = new ArrayList<>();
        int full = split.fullRank();
        double kept = 0;
        for (int rank = 1; rank <= Math.min(full, layer.sizes().getFirst()); rank++) {
          kept += Math.exp(-4.0 * rank / full);
          candidates.add(new Candidate(split.size(layer, rank).cost().macs(), -Math.log(kept)));
        }
        menus.add(new Menu(candidates));
      }
    }
    for (int ratio = 2; ratio <= 4; ratio++) {
      Selection selection = ExactSelection.leastDamage(menus, all / ratio).orElseThrow();
      assertThat((double) selection.cost() * ratio / all).isBetween(0.999, 1.0);
    }
  }

  private static Factorisation factorisation(Layer layer) {
    return (layer.op() instanceof Dense
            ? Factorisations.dense(layer)
            : Factorisations.splitSpatial(layer))
        .orElseThrow();
  }

  private static List<Layer> layers() {
    Graph graph =
        Cnn.load(Path.of("../examples/networks/VGG16.cnn")).graph().orElseThrow().bindAll(1);
    List<Layer> layers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Layer.of(
              graph,
              node,
              () -> {
                throw new AssertionError("sizes need no weights");
              })
          .ifPresent(layers::add);
    }
    assertThat(layers).hasSize(16);
    return layers;
  }
}
