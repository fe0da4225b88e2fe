package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Walk;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names what one statement makes.
 *
 * <p>A <em>site</em> is a call that has weights: a layer, or a block that contains one. The only
 * site of a binding takes the binding's path; several take {@code path/function}, numbered when a
 * function occurs more than once. Without a binding (in {@code return}) the function's name is
 * always there. Other nodes take the path itself when they make the bound value of a binding
 * without sites, else {@code path/operator}.
 */
final class Naming {
  private final Frame frame;
  private final String path;
  private final boolean isNamed;
  private final Expression last;
  private final String documentation;
  private final Map<String, Integer> sites = new HashMap<>();
  private final Map<String, Integer> taken = new HashMap<>();
  private Optional<Lowering> lowering = Optional.empty();

  /**
   * @param binding the name bound, or empty
   * @param value what is bound or returned
   */
  Naming(Frame frame, Optional<String> binding, Expression value, String documentation) {
    this.frame = frame;
    this.path = Frame.join(frame.path(), binding.orElse(""));
    this.isNamed = binding.isPresent();
    this.last = lastOf(value);
    this.documentation = documentation;
    count(value);
  }

  Frame frame() {
    return frame;
  }

  /** What the statement's annotations say about the node of the bound value. */
  Naming lowered(Optional<Lowering> annotations) {
    this.lowering = annotations;
    return this;
  }

  Optional<Lowering> loweringOf(Expression call) {
    return isLast(call) ? lowering : Optional.empty();
  }

  /** The documentation, for the node that makes the bound value. */
  String documentationOf(Expression call) {
    return isLast(call) ? documentation : "";
  }

  boolean isLast(Expression call) {
    return call == last;
  }

  /** The path of the next site that calls {@code function}. */
  String site(String function) {
    int count = sites.getOrDefault(function, 1);
    int total = sites.values().stream().mapToInt(Integer::intValue).sum();
    if (isNamed && total <= 1) {
      return path;
    }
    int number = taken.merge(function, 1, Integer::sum);
    return Frame.join(path, count > 1 ? function + number : function);
  }

  /** The name of the node of {@code call}, which has no weights. */
  String node(Expression call, String operator) {
    return isLast(call) && sites.isEmpty() && !path.isEmpty() ? path : Frame.join(path, operator);
  }

  private static Expression lastOf(Expression value) {
    return value instanceof Expression.Pipe pipe ? pipe.stages().getLast() : value;
  }

  private void count(Expression value) {
    Walk.through(
        value,
        e -> {
          if (e instanceof Expression.Call call && frame.file().hasWeights(call.function())) {
            sites.merge(call.function().text(), 1, Integer::sum);
          }
        });
  }
}
