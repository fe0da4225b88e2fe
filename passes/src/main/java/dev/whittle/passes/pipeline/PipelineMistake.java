package dev.whittle.passes.pipeline;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Span;
import java.util.Optional;

/**
 * The catalogue of what a user can do wrong in a pipeline that reads well, and of what can be wrong
 * with a lock file. Codes are stable: a code that is no longer reported is never given to something
 * else.
 */
public enum PipelineMistake {
  UNKNOWN_PASS("WP201", "No pass has this name."),
  UNKNOWN_OPTION("WP202", "A pass has no option of this name."),
  BAD_OPTION("WP203", "An option's value is of another kind than the pass takes."),
  MISSING_OPTION("WP204", "A pass lacks an option that has no default."),
  WRONG_PLACE("WP205", "A pass cannot run at this place of the pipeline."),
  UNKNOWN_PIPELINE("WP206", "No pipeline has this name."),
  RESERVED_NAME("WP207", "A pipeline has the name of one that comes with Whittle."),
  TOO_LONG("WP208", "A pipeline has too many steps."),

  BAD_SELECTOR("WP301", "A selector of layers cannot be read."),
  NO_SUCH_LAYER("WP302", "A selector matches no layer of the network."),
  NO_SUCH_ALGORITHM("WP303", "No kernel of this algorithm runs the layers selected."),
  OUT_OF_REACH("WP304", "The layers selected cannot be made as cheap as wanted."),
  NO_CALIBRATION("WP305", "A pass needs inputs to calibrate on, and there are none."),
  BAD_CALIBRATION("WP306", "A network's values for the inputs to calibrate on are not finite."),

  GUARD_BROKEN("WP401", "The compiled network differs from the network as written by too much."),

  BAD_LOCK("WP501", "A line of a lock file cannot be read."),
  LOCK_VERSION("WP502", "A lock file was written by another version.");

  private final String code;
  private final String meaning;

  PipelineMistake(String code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The stable code, for example {@code WP201}. */
  public String code() {
    return code;
  }

  /** What it means, in one sentence. */
  public String meaning() {
    return meaning;
  }

  public Diagnostic error(Span span, String message, String hint) {
    return Diagnostic.error(span, code, message, hint);
  }

  public Diagnostic warning(Span span, String message, String hint) {
    return Diagnostic.warning(span, code, message, hint);
  }

  /** The mistake with the code {@code code}. */
  public static Optional<PipelineMistake> find(String code) {
    for (PipelineMistake mistake : values()) {
      if (mistake.code.equals(code)) {
        return Optional.of(mistake);
      }
    }
    return Optional.empty();
  }
}
