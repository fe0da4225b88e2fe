package dev.whittle.ir.verify;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Placement.Space;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a plan with names instead of numbers: every computed element is a different tag, every node
 * must find its operands' tags where the plan says they lie, and writes its own over whatever was
 * there. Views write nothing and must find the right elements in place.
 */
final class MemoryCheck {
  private final Graph graph;
  private final long[] arena;
  private final Map<Value, long[]> tags = new HashMap<>();
  private final Map<Value, int[]> positions = new HashMap<>();
  private final TreeMap<Long, Node> makers = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private long nextTag = 1;

  private MemoryCheck(Graph graph) {
    this.graph = graph;
    this.arena = new long[graph.memory().orElseThrow().arenaFloats()];
  }

  static List<String> problems(Graph graph) {
    MemoryCheck check = new MemoryCheck(graph);
    graph.inputs().forEach(check::write);
    graph.nodes().stream().filter(n -> !(n.op() instanceof Input)).forEach(check::run);
    for (Output output : graph.outputs()) {
      check.read(output.value(), "output " + output.name());
    }
    return check.problems;
  }

  private void run(Node node) {
    for (Value operand : node.operands()) {
      if (isInArena(operand)) {
        read(operand, node.name());
      }
    }
    if (!isInArena(node.value())) {
      return;
    }
    if (isView(node)) {
      view(node);
    } else {
      apart(node);
      write(node);
    }
  }

  /** Finds every element of {@code value} in its place, or says who wrote over it. */
  private void read(Value value, String reader) {
    long[] expected = tags.get(value);
    int[] positions = positions(value);
    for (int i = 0; i < positions.length; i++) {
      long found = arena[positions[i]];
      if (found != expected[i]) {
        problems.add(
            "%s: element %d of %s is lost at %d, %s is there"
                .formatted(reader, i, graph.node(value).name(), positions[i], maker(found)));
        return;
      }
    }
  }

  private String maker(long tag) {
    return tag == 0 ? "nothing" : makers.floorEntry(tag).getValue().name();
  }

  /** Whether a node gives its operand in its shape, of whatever type. */
  private boolean isSame(Op op, Node node) {
    return op.isRenaming() && graph.type(node.operand(0)).shape().equals(node.type().shape());
  }

  private void view(Node node) {
    Op op = node.op() instanceof Lowered lowered ? lowered.op() : node.op();
    if (!node.operands().stream().allMatch(this::isInArena)) {
      problems.add(node.name() + ": is a view of something outside the arena");
      write(node);
      return;
    }
    List<Tensor> operands = node.operands().stream().map(this::tagged).toList();
    List<Tensor> results = isSame(op, node) ? operands : ReferenceEvaluator.apply(op, operands);
    for (int i = 0; i < results.size(); i++) {
      long[] elements = new long[Math.toIntExact(results.get(i).elementCount())];
      MemorySegment.copy(
          results.get(i).data(), 0, MemorySegment.ofArray(elements), 0, 8L * elements.length);
      tags.put(node.result(i), elements);
      read(node.result(i), node.name());
    }
  }

  private Tensor tagged(Value value) {
    int[] shape = graph.type(value).shape().sizes();
    return Tensor.of(ElementType.I64, MemorySegment.ofArray(tags.get(value)), shape);
  }

  /** Results lie apart from each other and from operands, but for elements replaced in place. */
  private void apart(Node node) {
    BitSet written = new BitSet();
    for (int i = 0; i < node.types().size(); i++) {
      Place place = place(node.result(i));
      for (int image = 0; image < place.images(); image++) {
        int start = place.imageStart(image);
        int end = start + place.imageFloats();
        int clash = written.nextSetBit(start);
        if (clash >= 0 && clash < end) {
          problems.add(node.name() + ": two of its results overlap");
          return;
        }
        written.set(start, end);
      }
    }
    for (int i = 0; i < node.operands().size(); i++) {
      if (isInArena(node.operand(i))) {
        apart(node, i, written);
      }
    }
  }

  private void apart(Node node, int index, BitSet written) {
    int[] from = positions(node.operand(index));
    boolean isReplaced = mayReplace(node, index) && Arrays.equals(from, positions(node.value()));
    for (int i = 0; i < from.length && !isReplaced; i++) {
      if (written.get(from[i])) {
        problems.add(
            "%s: writes over its operand %s"
                .formatted(node.name(), graph.node(node.operand(index)).name()));
        return;
      }
    }
  }

  /** True when each element of the operand is needed for the same element of the result alone. */
  private boolean mayReplace(Node node, int index) {
    if (!(node.op() instanceof Lowered lowered)) {
      return false;
    }
    boolean isElementwise =
        lowered.op() instanceof Activation || lowered.op() instanceof Arithmetic;
    boolean isAdded = index >= lowered.ownOperands(node.operands().size());
    return graph.type(node.operand(index)).equals(node.type()) && (isElementwise || isAdded);
  }

  private void write(Node node) {
    for (int i = 0; i < node.types().size(); i++) {
      Place place = place(node.result(i));
      for (int image = 0; image < place.images(); image++) {
        int start = place.imageStart(image);
        Arrays.fill(arena, start, start + place.imageFloats(), 0);
      }
      int[] positions = positions(node.result(i));
      long[] elements = new long[positions.length];
      makers.put(nextTag, node);
      for (int e = 0; e < elements.length; e++) {
        elements[e] = nextTag++;
        arena[positions[e]] = elements[e];
      }
      tags.put(node.result(i), elements);
    }
  }

  /** True for views and for reorders that leave every element where it is. */
  private boolean isView(Node node) {
    return switch (node.op()) {
      case Lowered lowered -> lowered.isView();
      case Reorder _ ->
          isInArena(node.operand(0))
              && Arrays.equals(positions(node.operand(0)), positions(node.value()));
      default -> false;
    };
  }

  private boolean isInArena(Value value) {
    return graph.memory().orElseThrow().placements().containsKey(value)
        && place(value).space() == Space.ARENA;
  }

  private Place place(Value value) {
    return PlacementCheck.place(graph, value);
  }

  private int[] positions(Value value) {
    return positions.computeIfAbsent(value, v -> place(v).positions());
  }
}
