package dev.whittle.passes.history;

import java.util.List;

/**
 * What one patch did to a node.
 *
 * @param patch {@code pass/rule}
 * @param kind what became of it
 * @param node the name it goes by afterwards; empty when it is gone
 * @param operator what that node is now; empty when it is gone
 * @param others nodes that became part of it in the same patch, or, of a node that was divided, the
 *     other parts
 */
public record Event(String patch, Kind kind, String node, String operator, List<String> others) {
  /** What becomes of nodes. */
  public enum Kind {
    /** It was not there before. */
    ADDED,
    /** It was replaced under the same name. */
    REWRITTEN,
    /** It stayed, and others became part of it. */
    EXTENDED,
    /** It became part of another node, under that one's name. */
    MERGED,
    /** Nothing read it any more. */
    REMOVED
  }

  public Event {
    others = List.copyOf(others);
  }
}
