package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.passes.cost.Stored;
import dev.whittle.passes.lower.Layouts;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which computed values of a lowered graph share memory: views lie in what they are views of.
 *
 * <p>First every value has a buffer; reshapes and layout changes that move nothing join their
 * operand's; then parts join their whole, slices and splits as well as the operands of concats.
 */
final class Sharing {
  private final Graph graph;
  private final Map<Value, Region> regions = new LinkedHashMap<>();

  private Sharing(Graph graph) {
    this.graph = graph;
  }

  /**
   * The sharing that the views of {@code graph} ask for.
   *
   * @return nothing when they contradict each other
   */
  static Optional<Sharing> of(Graph graph) {
    Sharing sharing = new Sharing(graph);
    sharing.allot();
    boolean isPossible = true;
    for (Node node : graph.nodes()) {
      isPossible = isPossible && (!sharing.isRenaming(node) || sharing.rename(node));
    }
    for (Node node : graph.nodes()) {
      isPossible = isPossible && (!sharing.isPartial(node) || sharing.join(node));
    }
    return isPossible ? Optional.of(sharing) : Optional.empty();
  }

  /** The computed values and their regions, in order of computation. */
  Map<Value, Region> regions() {
    return regions;
  }

  Region region(Value value) {
    return regions.get(value);
  }

  /** Lets {@code result} take the very place of {@code operand}, when structure allows. */
  boolean unite(Value operand, Value result) {
    Region from = regions.get(operand);
    Region to = regions.get(result);
    if (from.images() != to.images() || from.extent() != to.extent()) {
      return false;
    }
    return to.isWhole()
        ? move(to, from.buffer(), from.offset(), from.stride())
        : move(from, to.buffer(), to.offset(), to.stride());
  }

  private void allot() {
    for (Node node : graph.nodes()) {
      if (Stored.isStored(graph, node)) {
        continue;
      }
      Layout layout = layout(node);
      for (int i = 0; i < node.types().size(); i++) {
        int[] shape = node.types().get(i).shape().sizes();
        int images = hasImages(layout) ? shape[0] : 1;
        Buffer buffer = new Buffer(images, layout.size(shape) / images);
        put(node.result(i), new Region(buffer, 0, images, buffer.extent(), buffer.extent()));
        if (node.op() instanceof Input) {
          buffer.holdInput();
        }
        if (node.op() instanceof Input || graph.isOutput(node.result(i))) {
          buffer.makeRigid();
        }
      }
    }
  }

  /** True when the outermost loop is over images, which may then be apart. */
  static boolean hasImages(Layout layout) {
    return layout.loops().getFirst().equals(new Layout.Loop('N', 0));
  }

  static Layout layout(Node node) {
    return switch (node.op()) {
      case Lowered lowered -> lowered.layout();
      case Reorder reorder -> reorder.to();
      case Input _ -> Layouts.plain(node.type());
      default -> throw new IllegalStateException(node.name() + " is not lowered");
    };
  }

  private void put(Value value, Region region) {
    regions.put(value, region);
    region.buffer().members().add(value);
  }

  private boolean isRenaming(Node node) {
    if (!regions.containsKey(node.result(0))) {
      return false;
    }
    return switch (node.op()) {
      case Reorder(Layout from, Layout to) ->
          Layouts.isSameMemory(from, to, node.type().shape().sizes());
      case Lowered lowered -> lowered.op().isRenaming();
      default -> false;
    };
  }

  private boolean rename(Node node) {
    Region whole = regions.get(node.operand(0));
    Region part = regions.get(node.value());
    if (whole.images() == part.images()) {
      return move(part, whole.buffer(), whole.offset(), whole.stride());
    }
    if (!whole.isDense()) {
      return false;
    }
    whole.buffer().makeRigid();
    return move(part, whole.buffer(), whole.offset(), part.extent());
  }

  private boolean isPartial(Node node) {
    return regions.containsKey(node.result(0))
        && node.op() instanceof Lowered lowered
        && lowered.isView()
        && !isRenaming(node);
  }

  private boolean join(Node node) {
    Lowered lowered = (Lowered) node.op();
    return switch (lowered.op()) {
      case Concat concat -> {
        List<Part> parts = Part.of(concat, graph.operandTypes(node));
        yield nest(parts, node.operands(), node.value(), lowered);
      }
      case Split split -> {
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < node.types().size(); i++) {
          results.add(node.result(i));
        }
        yield nest(Part.of(split, node.types()), results, node.operand(0), lowered);
      }
      case Slice slice ->
          Part.of(slice, graph.type(node.operand(0)), node.type())
              .map(p -> nest(List.of(p), List.of(node.value()), node.operand(0), lowered))
              .orElse(false);
      default -> false;
    };
  }

  /** Puts each of {@code inner} at its part of {@code outer}. */
  private boolean nest(List<Part> parts, List<Value> inner, Value outer, Lowered lowered) {
    boolean isOneLayout =
        lowered.operandLayouts().stream().allMatch(l -> l.equals(lowered.layout()));
    if (!isOneLayout || !regions.containsKey(outer)) {
      return false;
    }
    TensorType type = graph.type(outer);
    Region whole = regions.get(outer);
    for (int i = 0; i < inner.size(); i++) {
      Part part = parts.get(i);
      OptionalLong offset = part.offset(lowered.layout(), type.shape().sizes());
      Region region = regions.get(inner.get(i));
      boolean isBatch = part.axis() == 0 && whole.images() == type.shape().size(0);
      if (offset.isEmpty() || region == null || region.buffer().holdsInput()) {
        return false;
      }
      long at = isBatch ? part.start() * whole.stride() : offset.getAsLong();
      if ((!isBatch && region.images() != whole.images())
          || !move(region, whole.buffer(), whole.offset() + at, whole.stride())) {
        return false;
      }
    }
    return true;
  }

  /** Moves everything in the buffer that {@code part} is all of to a place in another buffer. */
  private boolean move(Region part, Buffer target, long offset, long stride) {
    Buffer source = part.buffer();
    boolean isStretched = source.images() > 1 && stride != part.stride();
    if (!part.isWhole() || source == target || (source.isRigid() && isStretched)) {
      return false;
    }
    for (Value member : source.members()) {
      Region old = regions.get(member);
      long image = old.offset() / source.extent();
      long at = offset + image * stride + old.offset() % source.extent();
      boolean isBatched = source.images() > 1 && old.stride() == source.extent();
      long step = isBatched ? stride : old.stride();
      put(member, new Region(target, at, old.images(), step, old.extent()));
    }
    if (source.isRigid()) {
      target.makeRigid();
    }
    if (source.holdsInput()) {
      target.holdInput();
    }
    return true;
  }
}
