package dev.whittle.passes.times;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.Span;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.PipelineMistake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lock files: a heading, then a line for each time, sorted, which stands for itself. Two files are
 * merged by taking the lines of both.
 */
public final class LockText {
  private static final String HEADING = "whittle-kernels ";
  private static final int VERSION = 1;
  private static final String SEPARATOR = " | ";
  private static final int MOST_PROBLEMS = 20;
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<processor>\\S+) (?<target>\\S+) t(?<threads>[1-9]\\d{0,3}) \\| (?<operation>[^|]+)"
              + " \\| (?<operands>[^|]+) \\| (?<way>[^|]+ -> [^|]+) \\| (?<time>\\d{1,18})");
  private static final Pattern CONFLICT = Pattern.compile("(<{7}|={7}|>{7}|\\|{7})( .*)?");

  private LockText() {}

  /**
   * What reading a lock file gave.
   *
   * @param times what could be read
   */
  public record Read(KernelTimes times, List<Diagnostic> problems) {
    public Read {
      problems = List.copyOf(problems);
    }
  }

  /** The text of {@code times}, the same for equal times. */
  public static String of(KernelTimes times) {
    StringBuilder text = new StringBuilder(HEADING).append(VERSION).append('\n');
    for (KernelTimes.Entry entry : times.entries()) {
      Work work = entry.work();
      text.append(entry.processor())
          .append(' ')
          .append(name(work.target().lanes()))
          .append(" t")
          .append(work.target().threads())
          .append(SEPARATOR)
          .append(work.operation())
          .append(SEPARATOR)
          .append(work.operands())
          .append(SEPARATOR)
          .append(entry.way())
          .append(SEPARATOR)
          .append(entry.nanoseconds())
          .append('\n');
    }
    return text.toString();
  }

  /**
   * Reads a lock file.
   *
   * @param file what diagnostics call it
   */
  public static Read read(String file, String text) {
    List<Diagnostic> problems = new ArrayList<>();
    List<KernelTimes.Entry> entries = new ArrayList<>();
    List<String> lines = text.lines().toList();
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (!first.equals(HEADING + VERSION)) {
      problems.add(badHeading(file, first));
      return new Read(KernelTimes.NONE, problems);
    }
    for (int i = 1; i < lines.size() && problems.size() < MOST_PROBLEMS; i++) {
      String line = lines.get(i);
      if (!line.isBlank()) {
        Optional<KernelTimes.Entry> entry = entry(line);
        entry.ifPresent(entries::add);
        if (entry.isEmpty()) {
          problems.add(badLine(new Span(file, i + 1, 1, i + 1, line.length() + 1), line));
        }
      }
    }
    return new Read(KernelTimes.of(entries), problems);
  }

  private static Optional<KernelTimes.Entry> entry(String line) {
    Matcher matcher = ENTRY.matcher(line.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return lanes(matcher.group("target"))
        .map(lanes -> {
          Target target = new Target(lanes, Integer.parseInt(matcher.group("threads")));
          Work work = new Work(target, matcher.group("operation"), matcher.group("operands"));
          return new KernelTimes.Entry(
              matcher.group("processor"),
              work,
              matcher.group("way"),
              Long.parseLong(matcher.group("time")));
        });
  }

  private static Diagnostic badHeading(String file, String line) {
    Span span = new Span(file, 1, 1, 1, line.length() + 1);
    return line.matches(HEADING + "\\d+")
        ? PipelineMistake.LOCK_VERSION.error(
            span,
            "the lock file has version %s, this is a Whittle for version %d"
                .formatted(line.substring(HEADING.length()), VERSION),
            "delete it and write it again with `whittle lock`")
        : PipelineMistake.BAD_LOCK.error(
            span,
            "this is no lock file",
            "the first line of one is `%s%d`; `whittle lock` writes it"
                .formatted(HEADING, VERSION));
  }

  private static Diagnostic badLine(Span span, String line) {
    return CONFLICT.matcher(line).matches()
        ? PipelineMistake.BAD_LOCK.error(
            span,
            "a merge left its mark here",
            "delete the line, keep the entries of both sides: of two for one kernel the faster"
                + " counts")
        : PipelineMistake.BAD_LOCK.error(
            span,
            "the line is no entry of a lock file",
            "delete it, and let `whittle lock` measure what is missing then");
  }

  private static String name(int lanes) {
    return PipelineSpec.TARGETS.entrySet().stream()
        .filter(e -> e.getValue() == lanes)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target has " + lanes + " lanes"));
  }

  private static Optional<Integer> lanes(String name) {
    return Optional.ofNullable(PipelineSpec.TARGETS.get(name));
  }
}
