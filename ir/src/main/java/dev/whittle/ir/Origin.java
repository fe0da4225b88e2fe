package dev.whittle.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a node comes from: the source it was written in, the patches that touched it, oldest first,
 * and the documentation comment above it.
 */
public record Origin(Span span, List<String> history, String documentation) {
  public static final Origin NONE = new Origin(Span.NONE, List.of(), "");

  public Origin {
    history = List.copyOf(history);
  }

  public static Origin at(Span span) {
    return new Origin(span, List.of(), "");
  }

  /** This origin after the patch {@code label}. */
  public Origin then(String label) {
    List<String> longer = new ArrayList<>(history);
    longer.add(label);
    return new Origin(span, longer, documentation);
  }
}
