package dev.whittle.runtime.weights;

/**
 * Weights that cannot be used: a file that is missing, damaged or hostile, or a tensor that is not
 * what was asked for.
 */
public final class WeightsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String tensor;
  private final String problem;
  private final String hint;

  /**
   * Describes one problem.
   *
   * @param file the file (or resource) it is in
   * @param tensor the tensor it is about, empty when it is about the whole file
   * @param problem what was expected and what was found
   * @param hint what to do about it, may be empty
   */
  public WeightsException(String file, String tensor, String problem, String hint) {
    this(file, tensor, problem, hint, null);
  }

  /** As above, with the cause. */
  public WeightsException(
      String file, String tensor, String problem, String hint, Throwable cause) {
    super(
        file
            + (tensor.isEmpty() ? "" : ", tensor \"" + tensor + "\"")
            + ": "
            + problem
            + (hint.isEmpty() ? "" : " (" + hint + ")"),
        cause);
    this.file = file;
    this.tensor = tensor;
    this.problem = problem;
    this.hint = hint;
  }

  /** The file or resource. */
  public String file() {
    return file;
  }

  /** The tensor, or empty when the whole file is meant. */
  public String tensor() {
    return tensor;
  }

  /** What was expected and what was found, without file, tensor and hint. */
  public String problem() {
    return problem;
  }

  /** What to do about it, or empty. */
  public String hint() {
    return hint;
  }
}
