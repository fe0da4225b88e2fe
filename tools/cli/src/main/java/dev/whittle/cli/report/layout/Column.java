package dev.whittle.cli.report.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Some successive ranks beneath each other: vertices side by side on their rank's row, and an empty
 * place on each row that a long edge passes. Sweeps order the rows by the mean of their neighbours
 * (Sugiyama et al. 1981), further ones draw places towards the middle of their neighbours.
 */
final class Column {
  private static final int ORDER_SWEEPS = 12;
  private static final int PLACE_SWEEPS = 24;

  /** A place on a row: a vertex, or a point that an edge passes. */
  static final class Place {
    private final double width;
    private final List<Place> above = new ArrayList<>();
    private final List<Place> below = new ArrayList<>();
    private double x;

    private Place(double width) {
      this.width = width;
    }

    double x() {
      return x;
    }
  }

  private final double gap;
  private final List<List<Place>> rows = new ArrayList<>();
  private final Map<Integer, Place> vertices = new HashMap<>();

  Column(int rows, double gap) {
    this.gap = gap;
    for (int i = 0; i < rows; i++) {
      this.rows.add(new ArrayList<>());
    }
  }

  Place add(int vertex, int row, double width) {
    Place place = new Place(width);
    rows.get(row).add(place);
    vertices.put(vertex, place);
    return place;
  }

  Place of(int vertex) {
    return vertices.get(vertex);
  }

  /** Joins two places of different rows; the answer is the places passed, both ends included. */
  List<Place> join(Place from, int fromRow, Place to, int toRow) {
    List<Place> passed = new ArrayList<>(List.of(from));
    for (int row = fromRow + 1; row < toRow; row++) {
      Place pass = new Place(0);
      rows.get(row).add(pass);
      passed.add(pass);
    }
    passed.add(to);
    for (int i = 1; i < passed.size(); i++) {
      passed.get(i - 1).below.add(passed.get(i));
      passed.get(i).above.add(passed.get(i - 1));
    }
    return passed;
  }

  /** Gives every place its x, from 0 to the answer. */
  double arrange() {
    rows.forEach(this::pack);
    for (int sweep = 0; sweep < ORDER_SWEEPS; sweep++) {
      boolean isDown = sweep % 2 == 0;
      for (List<Place> row : isDown ? rows : rows.reversed()) {
        Map<Place, Double> means = new HashMap<>();
        row.forEach(p -> means.put(p, mean(isDown ? p.above : p.below, p.x)));
        row.sort(Comparator.comparingDouble(means::get));
        pack(row);
      }
    }
    for (int sweep = 0; sweep < PLACE_SWEEPS; sweep++) {
      (sweep % 2 == 0 ? rows : rows.reversed()).forEach(this::draw);
    }
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (List<Place> row : rows) {
      for (Place place : row) {
        least = Math.min(least, place.x - place.width / 2);
        most = Math.max(most, place.x + place.width / 2);
      }
    }
    for (List<Place> row : rows) {
      for (Place place : row) {
        place.x -= least;
      }
    }
    return rows.stream().allMatch(List::isEmpty) ? 0 : most - least;
  }

  private void pack(List<Place> row) {
    double x = 0;
    for (Place place : row) {
      place.x = x + place.width / 2;
      x += place.width + gap;
    }
    double middle = (x - gap) / 2;
    row.forEach(place -> place.x -= middle);
  }

  /** Moves the places of a row towards their neighbours as far as their order allows. */
  private void draw(List<Place> row) {
    double[] wanted = new double[row.size()];
    double off = 0;
    for (int i = 0; i < wanted.length; i++) {
      Place place = row.get(i);
      List<Place> neighbours = new ArrayList<>(place.above);
      neighbours.addAll(place.below);
      wanted[i] = mean(neighbours, place.x);
    }
    for (int i = 0; i < wanted.length; i++) {
      Place place = row.get(i);
      double least =
          i == 0
              ? Double.NEGATIVE_INFINITY
              : row.get(i - 1).x + (row.get(i - 1).width + place.width) / 2 + gap;
      place.x = Math.max(wanted[i], least);
      off += place.x - wanted[i];
    }
    double shift = row.isEmpty() ? 0 : off / row.size();
    row.forEach(place -> place.x -= shift);
  }

  private static double mean(List<Place> places, double otherwise) {
    return places.stream().mapToDouble(p -> p.x).average().orElse(otherwise);
  }
}
