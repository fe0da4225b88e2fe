package dev.whittle.ir.verify;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import java.util.ArrayList;
import java.util.List;

/** Checks what a graph of a level promises to whoever takes it next. */
public final class Verifier {
  private Verifier() {}

  /**
   * Returns {@code graph}.
   *
   * @throws VerificationException when it breaks a promise of {@code level}
   */
  public static Graph verify(Graph graph, Level level) {
    List<String> problems = problems(graph, level);
    if (!problems.isEmpty()) {
      throw new VerificationException(graph, level, problems);
    }
    return graph;
  }

  /**
   * What is wrong, each line beginning with the name of the node at fault. Later checks rely on
   * earlier ones and are left out when those find something.
   *
   * <ul>
   *   <li>Every level: operands come before their readers, types are what ops infer, outputs exist
   *       and have different names, parameters of one name have one type.
   *   <li>{@link Level#PORTABLE}: nothing is lowered.
   *   <li>{@link Level#LOWERED}: everything is; layouts fit the values' ranks, producer and
   *       consumer agree on them, outputs are plain.
   *   <li>{@link Level#PLANNED}: kernels are chosen, sizes are numbers, every value that is read
   *       has a place within its space, and in the order of execution nothing is overwritten before
   *       its last reader, views and in-place results included.
   * </ul>
   */
  public static List<String> problems(Graph graph, Level level) {
    List<String> problems = new ArrayList<>(StructureCheck.problems(graph));
    if (problems.isEmpty()) {
      problems.addAll(LevelCheck.problems(graph, level));
    }
    if (problems.isEmpty() && level == Level.PLANNED) {
      problems.addAll(PlacementCheck.problems(graph));
    }
    if (problems.isEmpty() && level == Level.PLANNED) {
      problems.addAll(MemoryCheck.problems(graph));
    }
    return problems;
  }
}
