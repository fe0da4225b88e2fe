package dev.whittle.runtime;

/**
 * A compiled model that cannot be loaded or run as asked: damaged or foreign file, classes of
 * another build, no plan for this machine, inputs of the wrong size.
 */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String model;
  private final String problem;
  private final String hint;

  /**
   * Describes one problem.
   *
   * @param model the file or the network's name
   * @param problem what was expected and what was found
   * @param hint what to do about it, may be empty
   */
  public ModelException(String model, String problem, String hint) {
    this(model, problem, hint, null);
  }

  /** As above, with the cause. */
  public ModelException(String model, String problem, String hint, Throwable cause) {
    super(model + ": " + problem + (hint.isEmpty() ? "" : " (" + hint + ")"), cause);
    this.model = model;
    this.problem = problem;
    this.hint = hint;
  }

  /** The file or the network's name. */
  public String model() {
    return model;
  }

  /** What was expected and what was found. */
  public String problem() {
    return problem;
  }

  /** What to do about it, or empty. */
  public String hint() {
    return hint;
  }
}
