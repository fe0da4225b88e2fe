package dev.whittle.tests.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.ir.Graph;
import dev.whittle.passes.calibrate.Positions;
import dev.whittle.passes.calibrate.Reached;
import dev.whittle.passes.calibrate.Sampler;
import dev.whittle.tests.graphs.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks that go on from values which were computed before. */
class ReachedTest {
  private static final Positions ALL = new Positions(1, 1_000);

  @Test
  void tellTheSameWhereThereIsRoomForOneValueOnly() {
    Cases.run(
        "values reached",
        25,
        seed -> {
          TwoLayers net = TwoLayers.of(seed);
          Reached reached = new Reached(net.inputs().size(), room(net));
          rows(net, "a", reached);
          assertThat(reached.names()).containsExactly("a");
          List<Float> onwards = rows(net, "b", reached);
          assertThat(reached.names()).containsExactly("b");
          List<Float> whole = rows(net, "b", new Reached(net.inputs().size(), room(net)));
          assertThat(onwards).hasSameSizeAs(whole);
          for (int i = 0; i < whole.size(); i++) {
            assertThat(onwards.get(i)).isCloseTo(whole.get(i), within(1e-4f));
          }
        });
  }

  /** Elements of the larger value for all inputs. */
  private static long room(TwoLayers net) {
    Graph bound = net.graph().bindAll(1);
    long largest = 0;
    for (String name : List.of("a", "b")) {
      long elements = bound.find(name).orElseThrow().type().shape().elementCount();
      largest = Math.max(largest, elements);
    }
    return largest * net.inputs().size();
  }

  private static List<Float> rows(TwoLayers net, String layer, Reached reached) {
    List<Float> rows = new ArrayList<>();
    new Sampler(net.data(), net.bare())
        .run(
            net.graph(),
            Map.of(layer, ALL),
            List.of(layer),
            reached,
            (name, values) -> {
              for (float value : values) {
                rows.add(value);
              }
            });
    return rows;
  }
}
