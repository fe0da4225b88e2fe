package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Step;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.lower.Kind.Base;
import dev.whittle.grammar.lower.Signature.Param;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.PipelineSpec.Measure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code guard(data: "pictures.zip", top1_drop: 0.01)}. */
final class GuardReader {
  private static final String DATA = "data";
  private static final Signature SIGNATURE =
      Signature.of(
          "guard",
          Param.required(DATA, Base.TEXT),
          Param.optional(Measure.TOP1_DROP.text(), Base.FLOAT),
          Param.optional(Measure.DIFFERENCE.text(), Base.FLOAT),
          Param.optional(Measure.AGREEMENT.text(), Base.FLOAT));

  private final FileScope scope;
  private final Evaluator evaluator;
  private final Problems problems;

  GuardReader(FileScope scope, Evaluator evaluator, Problems problems) {
    this.scope = scope;
    this.evaluator = evaluator;
    this.problems = problems;
  }

  /** The guard, nothing when it is wrong. */
  Optional<PipelineSpec.Guard> read(Step.Guard guard) {
    Matching matching = Matching.of(SIGNATURE, guard.word(), null, guard.arguments(), problems);
    Given given = new Given(SIGNATURE, guard.word().span(), problems);
    for (Param param : SIGNATURE.params()) {
      for (Expression expression : matching.of(param.name())) {
        given.put(param.name(), evaluator.inFile(expression, scope), expression.span());
      }
    }
    if (!matching.isComplete() || given.isBroken()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PipelineSpec.Guard(
              guard.word().span(), data(given), given.span(DATA), limits(given)));
    } catch (Mistaken e) {
      return Optional.empty();
    }
  }

  private Path data(Given given) {
    String path = given.text(DATA);
    try {
      return scope.resolve(path);
    } catch (InvalidPathException e) {
      return given.bad(DATA, "\"%s\" is not the name of a file".formatted(path), "");
    }
  }

  private List<PipelineSpec.Limit> limits(Given given) {
    List<PipelineSpec.Limit> limits = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      String name = measure.text();
      if (given.has(name)) {
        double value = given.number(name);
        double most = measure == Measure.DIFFERENCE ? Double.MAX_VALUE : 1;
        if (!(value >= 0 && value <= most)) {
          given.bad(
              name,
              "`%s` must be %s, is %s"
                  .formatted(name, most == 1 ? "a share from 0 to 1" : "0 or more", value),
              most == 1 && value <= 100 ? "one percent is 0.01" : "");
        }
        limits.add(new PipelineSpec.Limit(measure, value, given.span(name)));
      }
    }
    if (limits.isEmpty()) {
      problems.error(
          Mistake.MISSING_ARGUMENT,
          given.function(),
          "the guard has no limit",
          "give `top1_drop`, `difference` or `agreement`");
      throw new Mistaken();
    }
    return limits;
  }
}
