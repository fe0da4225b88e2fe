package dev.whittle.runtime.picture;

/** A picture that cannot be read or is not what a network takes. */
public final class PictureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String picture;
  private final String problem;
  private final String hint;

  /**
   * Describes one problem.
   *
   * @param picture the file
   * @param problem what was expected and what was found
   * @param hint what to do about it, may be empty
   */
  public PictureException(String picture, String problem, String hint) {
    this(picture, problem, hint, null);
  }

  /** As above, with the cause. */
  public PictureException(String picture, String problem, String hint, Throwable cause) {
    super(picture + ": " + problem + (hint.isEmpty() ? "" : " (" + hint + ")"), cause);
    this.picture = picture;
    this.problem = problem;
    this.hint = hint;
  }

  /** The file. */
  public String picture() {
    return picture;
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
