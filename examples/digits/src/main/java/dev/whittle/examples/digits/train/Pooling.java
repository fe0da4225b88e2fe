package dev.whittle.examples.digits.train;

/** A rectifier and then the maximum over squares of 2 x 2. */
final class Pooling {
  private Pooling() {}

  static Maps apply(Maps input) {
    Maps output = Maps.zeros(input.channels(), input.size() / 2);
    float[] values = input.values();
    for (int cell = 0; cell < cells(output); cell++) {
      int corner = corner(input, output, cell);
      for (int i = 0; i < Maps.PICTURES; i++) {
        int at = corner + i;
        float top = Math.max(values[at], values[at + right()]);
        float bottom = Math.max(values[at + down(input)], values[at + down(input) + right()]);
        output.values()[cell * Maps.PICTURES + i] = Math.max(0, Math.max(top, bottom));
      }
    }
    return output;
  }

  /** The derivatives by the input: each goes to where the maximum came from. */
  static Maps slope(Maps input, Maps output, Maps slope) {
    Maps result = Maps.zeros(input.channels(), input.size());
    int[] places = {0, right(), down(input), down(input) + right()};
    for (int cell = 0; cell < cells(output); cell++) {
      int corner = corner(input, output, cell);
      for (int i = 0; i < Maps.PICTURES; i++) {
        float maximum = output.values()[cell * Maps.PICTURES + i];
        for (int place = 0; maximum > 0 && place < places.length; place++) {
          int at = corner + i + places[place];
          if (input.values()[at] == maximum) {
            result.values()[at] = slope.values()[cell * Maps.PICTURES + i];
            maximum = 0;
          }
        }
      }
    }
    return result;
  }

  private static int cells(Maps output) {
    return output.channels() * output.size() * output.size();
  }

  private static int corner(Maps input, Maps output, int cell) {
    int size = output.size();
    return input.at(cell / (size * size), cell / size % size * 2, cell % size * 2);
  }

  private static int right() {
    return Maps.PICTURES;
  }

  private static int down(Maps input) {
    return input.size() * Maps.PICTURES;
  }
}
