package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnParser;
import dev.whittle.grammar.ast.Argument;
import dev.whittle.grammar.ast.Declaration;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/** Makes the syntax tree of pipelines from the parse tree. */
final class PipelineReader {
  private final Places places;
  private final ExpressionReader expressions;
  private final SyntaxMessages messages;

  PipelineReader(Places places, ExpressionReader expressions, SyntaxMessages messages) {
    this.places = places;
    this.expressions = expressions;
    this.messages = messages;
  }

  /** The pipeline, nothing when its name cannot be read. */
  Optional<Declaration> read(CnnParser.PipelineContext tree, String documentation) {
    CnnParser.PipelineHeaderContext header = tree.pipelineHeader();
    if (header == null || !isRead(header.hyphenated())) {
      return Optional.empty();
    }
    return Optional.of(
        new Declaration.Pipeline(
            places.of(header), name(header.hyphenated()), steps(tree.steps()), documentation));
  }

  private List<Step> steps(CnnParser.StepsContext tree) {
    List<Step> steps = new ArrayList<>();
    int endLine = 0;
    for (CnnParser.StepContext step :
        tree == null ? List.<CnnParser.StepContext>of() : tree.step()) {
      if (step.getStart().getLine() == endLine) {
        messages.reportStepContinuation(step.getStart());
      }
      step(step).ifPresent(steps::add);
      endLine = step.getStop() == null ? 0 : step.getStop().getLine();
    }
    return steps;
  }

  private Optional<Step> step(CnnParser.StepContext tree) {
    return switch (tree) {
      case CnnParser.IncludeStepContext c when isRead(c.hyphenated()) ->
          Optional.of(new Step.Include(places.of(c), name(c.hyphenated())));
      case CnnParser.TargetsStepContext c when c.targetsHeader() != null ->
          Optional.of(
              new Step.ForTargets(
                  places.of(c.targetsHeader()),
                  c.targetsHeader().width().stream()
                      .filter(PipelineReader::isRead)
                      .map(w -> new Identifier(places.of(w), w.getText(), false))
                      .toList(),
                  steps(c.steps())));
      case CnnParser.GuardStepContext c when isRead(c.arguments()) -> {
        Token word = c.GUARD().getSymbol();
        Identifier guard = new Identifier(places.of(word), word.getText(), false);
        yield Optional.of(
            new Step.Guard(places.of(c), guard, expressions.arguments(c.arguments())));
      }
      case CnnParser.PassStepContext c when isRead(c.hyphenated()) -> {
        List<Argument> options =
            isRead(c.arguments()) ? expressions.arguments(c.arguments()) : List.of();
        yield Optional.of(new Step.Run(places.of(c), name(c.hyphenated()), options));
      }
      default -> Optional.empty();
    };
  }

  private Identifier name(CnnParser.HyphenatedContext tree) {
    String text = tree.children.stream().map(ParseTree::getText).collect(Collectors.joining());
    return new Identifier(places.of(tree), text, false);
  }

  private static boolean isRead(ParserRuleContext tree) {
    return tree != null && tree.exception == null;
  }
}
