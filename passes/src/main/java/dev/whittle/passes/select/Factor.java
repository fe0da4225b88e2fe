package dev.whittle.passes.select;

import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.OpSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One condition of a selector. */
sealed interface Factor {
  /** The names of the layers for which it holds. */
  Set<String> in(List<Layer> layers);

  /** A layer or everything below it, {@code *} and {@code ?} standing for any characters. */
  record Name(String text, Pattern pattern) implements Factor {
    static Name of(String text) {
      StringBuilder regex = new StringBuilder();
      text.codePoints()
          .forEach(c ->
              regex.append(
                  switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                  }));
      return new Name(text, Pattern.compile(regex + "(/.*)?", Pattern.DOTALL));
    }

    boolean isPlain() {
      return text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    boolean matches(Layer layer) {
      return pattern.matcher(layer.name()).matches();
    }

    @Override
    public Set<String> in(List<Layer> layers) {
      return names(layers.stream().filter(this::matches).toList());
    }
  }

  /** From the first layer called {@code first} to the last one called {@code last}. */
  record Range(Name first, Name last) implements Factor {
    @Override
    public Set<String> in(List<Layer> layers) {
      int from = 0;
      while (from < layers.size() && !first.matches(layers.get(from))) {
        from++;
      }
      int to = layers.size() - 1;
      while (to >= 0 && !last.matches(layers.get(to))) {
        to--;
      }
      return from <= to && from < layers.size() ? names(layers.subList(from, to + 1)) : Set.of();
    }
  }

  /** By operator. */
  record Kind(String kind) implements Factor {
    /** What may stand behind {@code kind:}. */
    static Set<String> all() {
      Set<String> kinds = new HashSet<>(Set.of("conv", "depthwise", "dense"));
      OpSchema.all().forEach(schema -> kinds.add(schema.name()));
      kinds.removeAll(Set.of("input", "parameter", "constant", "lowered", "reorder"));
      return kinds;
    }

    private boolean matches(Layer layer) {
      return switch (kind) {
        case "conv" -> layer.op() instanceof Conv;
        case "depthwise" -> layer.isDepthwise();
        case "dense" -> layer.op() instanceof Dense;
        default -> layer.op().operator().equals(kind);
      };
    }

    @Override
    public Set<String> in(List<Layer> layers) {
      return names(layers.stream().filter(this::matches).toList());
    }
  }

  /** By the size of the window of a convolution or pool. */
  record Kernel(List<Integer> sizes) implements Factor {
    public Kernel {
      sizes = List.copyOf(sizes);
    }

    @Override
    public Set<String> in(List<Layer> layers) {
      return names(layers.stream().filter(l -> sizes.equals(window(l.op()))).toList());
    }

    private static Object window(Op op) {
      OpSchema schema = OpSchema.of(op.getClass());
      for (int i = 0; i < schema.attributes().size(); i++) {
        if (schema.attributes().get(i).name().equals("kernel")) {
          return schema.values(op).get(i);
        }
      }
      return List.of();
    }
  }

  /** By a count. */
  record Size(Count count, Comparison comparison, double bound) implements Factor {
    @Override
    public Set<String> in(List<Layer> layers) {
      return names(
          layers.stream().filter(l -> comparison.holds(count.of.applyAsLong(l), bound)).toList());
    }
  }

  /** What can be counted. */
  enum Count {
    PARAMETERS("parameters", Layer::parameters),
    MACS("macs", Layer::macs);

    final String text;
    private final ToLongFunction<Layer> of;

    Count(String text, ToLongFunction<Layer> of) {
      this.text = text;
      this.of = of;
    }
  }

  /** How it is compared. */
  enum Comparison {
    AT_LEAST(">="),
    AT_MOST("<="),
    MORE(">"),
    LESS("<"),
    EQUAL("=");

    final String text;

    Comparison(String text) {
      this.text = text;
    }

    boolean holds(long value, double bound) {
      return switch (this) {
        case AT_LEAST -> value >= bound;
        case AT_MOST -> value <= bound;
        case MORE -> value > bound;
        case LESS -> value < bound;
        case EQUAL -> value == bound;
      };
    }
  }

  private static Set<String> names(List<Layer> layers) {
    return layers.stream().map(Layer::name).collect(Collectors.toSet());
  }
}
