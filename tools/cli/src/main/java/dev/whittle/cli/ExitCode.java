package dev.whittle.cli;

/** What the process tells its caller when it ends; docs/cli.md lists the same. */
public enum ExitCode {
  /** The command did what it was asked to do. */
  OK(0, "done"),
  /** The source has mistakes, which were reported, or {@code fmt --check} found work to do. */
  SOURCE(1, "the network's file has mistakes, or `fmt --check` found one that is not formatted"),
  /** The command line itself is wrong. */
  USAGE(2, "the command line is wrong"),
  /** Weights, pictures, tensors, labels or the place to write to cannot be used. */
  DATA(3, "weights, pictures, tensors or labels cannot be used, or the output cannot be written"),
  /** A bug in Whittle. */
  INTERNAL(4, "a bug in Whittle; the message names a file with details"),
  /** The compiled network is too far from the network as written. */
  GUARD(5, "a guard of the pipeline is broken"),
  /** {@code hwbench --assert} found a kernel that should not have been picked. */
  SLOW_PICK(6, "a kernel that is picked is too slow, says `hwbench --assert`"),
  /** {@code compare} found that two networks do not compute the same. */
  DIFFERENT(7, "the networks differ by more than the tolerance, says `compare`"),
  /** Stopped by Ctrl-C; nothing half-written stays behind. */
  INTERRUPTED(130, "interrupted with Ctrl-C");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /** One line for help and documentation. */
  public String meaning() {
    return meaning;
  }
}
