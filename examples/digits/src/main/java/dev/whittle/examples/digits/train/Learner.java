package dev.whittle.examples.digits.train;

import java.util.List;
import java.util.Random;

/** The network of Digits.cnn and how it learns: plain gradient descent on the cross entropy. */
final class Learner {
  private static final int CLASSES = 10;
  private static final float MOMENTUM = 0.9f;

  private final Convolution strokes;
  private final Convolution parts;
  private final Convolution scores;
  private final List<Gradient> momentum;

  Learner(long seed) {
    Random random = new Random(seed);
    strokes = new Convolution(1, 12, 5, random);
    parts = new Convolution(12, 32, 5, random);
    scores = new Convolution(32, CLASSES, 4, random);
    momentum = layers().stream().map(Gradient::zeros).toList();
  }

  /** The layers called strokes, parts and scores. */
  List<Convolution> layers() {
    return List.of(strokes, parts, scores);
  }

  /**
   * One step on several groups of pictures. Groups run in parallel and are summed in their order,
   * so the weights do not depend on the number of processors.
   *
   * @return the mean loss before the step
   */
  double step(List<Group> groups, float rate) {
    List<Lesson> lessons = groups.parallelStream().map(this::learn).toList();
    int pictures = groups.size() * Maps.PICTURES;
    for (int layer = 0; layer < momentum.size(); layer++) {
      Gradient sum = lessons.getFirst().gradients().get(layer);
      for (Lesson lesson : lessons.subList(1, lessons.size())) {
        sum.add(lesson.gradients().get(layer));
      }
      momentum.get(layer).step(layers().get(layer), sum, pictures, rate, MOMENTUM);
    }
    return lessons.stream().mapToDouble(Lesson::loss).sum() / pictures;
  }

  /** The summed loss of a group and its derivatives. */
  Lesson learn(Group group) {
    List<Gradient> gradients = layers().stream().map(Gradient::zeros).toList();
    Maps edges = strokes.apply(group.pictures());
    Maps pooledEdges = Pooling.apply(edges);
    Maps shapes = parts.apply(pooledEdges);
    Maps pooledShapes = Pooling.apply(shapes);
    Maps logits = scores.apply(pooledShapes);

    Maps slope = Maps.zeros(CLASSES, 1);
    double loss = crossEntropy(logits, group.labels(), slope);
    scores.differentiate(pooledShapes, slope, gradients.get(2));
    Maps shapeSlope = Pooling.slope(shapes, pooledShapes, scores.slope(pooledShapes, slope));
    parts.differentiate(pooledEdges, shapeSlope, gradients.get(1));
    Maps edgeSlope = Pooling.slope(edges, pooledEdges, parts.slope(pooledEdges, shapeSlope));
    strokes.differentiate(group.pictures(), edgeSlope, gradients.get(0));
    return new Lesson(loss, gradients);
  }

  /** Pictures and their classes. */
  record Group(Maps pictures, byte[] labels) {}

  /** What a group teaches. */
  record Lesson(double loss, List<Gradient> gradients) {}

  private static double crossEntropy(Maps logits, byte[] labels, Maps slope) {
    double loss = 0;
    for (int i = 0; i < Maps.PICTURES; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < CLASSES; c++) {
        largest = Math.max(largest, score(logits, c, i));
      }
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        sum += StrictMath.exp(score(logits, c, i) - largest);
      }
      for (int c = 0; c < CLASSES; c++) {
        double probability = StrictMath.exp(score(logits, c, i) - largest) / sum;
        slope.values()[c * Maps.PICTURES + i] = (float) (probability - (c == labels[i] ? 1 : 0));
      }
      loss += StrictMath.log(sum) + largest - score(logits, labels[i], i);
    }
    return loss;
  }

  private static float score(Maps logits, int label, int picture) {
    return logits.values()[label * Maps.PICTURES + picture];
  }
}
