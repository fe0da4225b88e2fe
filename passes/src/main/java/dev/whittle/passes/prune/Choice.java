package dev.whittle.passes.prune;

import dev.whittle.passes.PassContext;
import dev.whittle.passes.prune.Bundle.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses the outputs that go: the least important, of each bundle or of all of them together. */
final class Choice {
  private final List<Bundle> bundles;
  private final List<double[]> importance;
  private final Survivors survivors;
  private final List<List<Unit>> gone = new ArrayList<>();

  /** A unit by the places of its bundle and of itself there. */
  private record Candidate(int bundle, int unit, double importance) {}

  /** Nothing chosen yet. */
  Choice(ChannelSets sets, List<Bundle> bundles, List<double[]> importance) {
    this.bundles = bundles;
    this.importance = importance;
    this.survivors = new Survivors(sets);
    bundles.forEach(_ -> gone.add(new ArrayList<>()));
  }

  /** For each bundle, the units that go, as the options of the running pass say. */
  List<List<Unit>> of(PassContext context) {
    if (Amount.isAcross(context)) {
      int all = bundles.stream().mapToInt(bundle -> bundle.units().size()).sum();
      List<Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < bundles.size(); i++) {
        double mean =
            candidates(i, 1).stream().mapToDouble(Candidate::importance).average().orElse(0);
        candidates.addAll(candidates(i, mean == 0 ? 1 : mean));
      }
      drop(candidates, all - Amount.of(all, context));
    } else {
      for (int i = 0; i < bundles.size(); i++) {
        int all = bundles.get(i).units().size();
        drop(candidates(i, 1), all - Amount.of(all, bundles.get(i).outputs(), context));
      }
    }
    return gone;
  }

  /** The sets of units. */
  static Set<Integer> sets(List<List<Unit>> units) {
    return units.stream().flatMap(List::stream).map(Unit::set).collect(Collectors.toSet());
  }

  /** The units of a bundle that can go, by their importance as a share of {@code scale}. */
  private List<Candidate> candidates(int bundle, double scale) {
    List<Candidate> candidates = new ArrayList<>();
    for (int unit = 0; unit < bundles.get(bundle).units().size(); unit++) {
      if (bundles.get(bundle).units().get(unit).hold().isEmpty()) {
        candidates.add(new Candidate(bundle, unit, importance.get(bundle)[unit] / scale));
      }
    }
    return candidates;
  }

  private void drop(List<Candidate> candidates, int count) {
    int left = count;
    List<Candidate> order = new ArrayList<>(candidates);
    order.sort(Comparator.comparingDouble(Candidate::importance));
    for (Candidate candidate : order) {
      Unit unit = bundles.get(candidate.bundle()).units().get(candidate.unit());
      if (left > 0 && survivors.drop(unit.set())) {
        gone.get(candidate.bundle()).add(unit);
        left--;
      }
    }
  }
}
