package dev.whittle.grammar.write;

import dev.whittle.ir.Graph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a text will hold: the statements of a network and the blocks that they and each other call.
 */
record Program(List<Block> blocks, List<Chain> network, Set<Integer> results) {
  private static final int MAX_BLOCKS = 16;

  Program {
    blocks = List.copyOf(blocks);
    network = List.copyOf(network);
  }

  /** The statements of a graph without blocks. */
  static Program of(Graph graph, List<Step> steps) {
    Set<Integer> results = new HashSet<>();
    graph.outputs().forEach(o -> results.add(o.value().node()));
    return new Program(List.of(), Chains.of(steps, results), results);
  }

  /** The same with blocks for what occurs repeatedly. */
  Program folded() {
    Program program = this;
    while (program.blocks.size() < MAX_BLOCKS) {
      Optional<Program> shorter = program.fold();
      if (shorter.isEmpty()) {
        break;
      }
      program = shorter.get();
    }
    return program;
  }

  private Optional<Program> fold() {
    List<Repetition> repetitions = Repetition.all(bodies());
    return Stream.of(true, false)
        .flatMap(named -> repetitions.stream().flatMap(r -> Extraction.of(r, this, named).stream()))
        .findFirst()
        .map(this::replaced);
  }

  /** The network's statements, then those of each block. */
  List<Body> bodies() {
    List<Body> bodies = new ArrayList<>();
    bodies.add(new Body(network, results));
    blocks.forEach(b -> bodies.add(new Body(b.body(), Set.of(b.body().getLast().last().id()))));
    return bodies;
  }

  private Program replaced(Extraction extraction) {
    List<List<Chain>> bodies = new ArrayList<>();
    bodies().forEach(b -> bodies.add(new ArrayList<>(b.chains())));
    List<Repetition.Place> places = extraction.repetition().places();
    for (int i = places.size() - 1; i >= 0; i--) {
      Repetition.Place place = places.get(i);
      List<Chain> body = bodies.get(place.body());
      body.subList(place.start(), place.start() + extraction.repetition().length()).clear();
      body.add(place.start(), Chain.of(extraction.calls().get(i)));
    }
    List<Block> all = new ArrayList<>(List.of(extraction.block()));
    for (int i = 0; i < blocks.size(); i++) {
      all.add(blocks.get(i).with(bodies.get(i + 1)));
    }
    return new Program(all, bodies.getFirst(), results);
  }
}
