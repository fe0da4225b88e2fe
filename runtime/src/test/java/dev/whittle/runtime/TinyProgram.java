package dev.whittle.runtime;

/**
 * A hand-written program: {@code hidden = weight · x} for 4 inputs and 3 outputs, then {@code
 * probability = hidden / sum(hidden)}. A unit of the first step is one output element, of the
 * second one item; scratch holds the sum.
 */
public final class TinyProgram implements Program {
  public static final int ABI = Program.ABI;

  static final int INPUTS = 4;
  static final int OUTPUTS = 3;
  private static final int BASE = Plan.BASE;

  private final int batch;

  public TinyProgram() {
    this(1);
  }

  private TinyProgram(int batch) {
    this.batch = batch;
  }

  /** The same for a batch of 8. */
  public static final class Eight implements Program {
    public static final int ABI = Program.ABI;
    private final TinyProgram program = new TinyProgram(8);

    public Eight() {}

    @Override
    public void run(
        int step,
        float[] arena,
        float[] weights,
        float[] scratch,
        int from,
        int to,
        float[] input,
        int inputAt,
        float[] output,
        int outputAt) {
      program.run(step, arena, weights, scratch, from, to, input, inputAt, output, outputAt);
    }
  }

  static int inputOffset() {
    return BASE;
  }

  static int hiddenOffset(int batch) {
    return BASE + Math.ceilDiv(batch * INPUTS, 16) * 16;
  }

  static int outputOffset(int batch) {
    return hiddenOffset(batch) + Math.ceilDiv(batch * OUTPUTS, 16) * 16;
  }

  static int arenaFloats(int batch) {
    return outputOffset(batch) + Math.ceilDiv(batch * OUTPUTS, 16) * 16;
  }

  @Override
  public void run(
      int step,
      float[] arena,
      float[] weights,
      float[] scratch,
      int from,
      int to,
      float[] input,
      int inputAt,
      float[] output,
      int outputAt) {
    if (step == 0) {
      for (int unit = from; unit < to; unit++) {
        float sum = 0;
        for (int i = 0; i < INPUTS; i++) {
          sum +=
              weights[BASE + unit % OUTPUTS * INPUTS + i]
                  * arena[BASE + unit / OUTPUTS * INPUTS + i];
        }
        arena[hiddenOffset(batch) + unit] = sum;
      }
    } else {
      for (int item = from; item < to; item++) {
        scratch[BASE] = 0;
        for (int i = 0; i < OUTPUTS; i++) {
          scratch[BASE] += arena[hiddenOffset(batch) + item * OUTPUTS + i];
        }
        for (int i = 0; i < OUTPUTS; i++) {
          int at = item * OUTPUTS + i;
          arena[outputOffset(batch) + at] = arena[hiddenOffset(batch) + at] / scratch[BASE];
        }
      }
    }
  }
}
