package dev.whittle.tests.onnx;

/**
 * How to write a random node of one operator.
 *
 * @param since the first operator set that has it
 * @param until the last one
 */
record OnnxRecipe(String operator, int since, int until, Writer writer) {
  /** Writes a node onto what there is. */
  interface Writer {
    void write(Draft draft);
  }

  static OnnxRecipe of(String operator, Writer writer) {
    return new OnnxRecipe(operator, 0, Integer.MAX_VALUE, writer);
  }

  OnnxRecipe since(int operatorSet) {
    return new OnnxRecipe(operator, operatorSet, until, writer);
  }

  OnnxRecipe until(int operatorSet) {
    return new OnnxRecipe(operator, since, operatorSet, writer);
  }
}
