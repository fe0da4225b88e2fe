package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Annotation;
import dev.whittle.grammar.ast.Argument;
import dev.whittle.grammar.ast.Declaration;
import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Parameter;
import dev.whittle.grammar.ast.SourceFile;
import dev.whittle.grammar.ast.Statement;
import dev.whittle.grammar.ast.Walk;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.lower.Annotations.Target;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.runtime.ElementType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks names, arguments and the places of statements without running anything, so that blocks
 * nobody calls are checked too.
 */
final class NameCheck {
  private final FileScope file;
  private final Problems problems;

  private NameCheck(FileScope file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  static void check(SourceFile source, FileScope file, Problems problems) {
    for (Declaration declaration : source.declarations()) {
      NameCheck check = new NameCheck(file, problems);
      switch (declaration) {
        case Declaration.Block block -> check.block(block);
        case Declaration.Network network -> check.network(network);
        case Declaration.Constant _, Declaration.Pipeline _ -> {}
      }
    }
  }

  private void block(Declaration.Block block) {
    Body body = new Body();
    body.isHeaderless = problems.isUnreadable(block.name().span());
    for (Parameter parameter : block.parameters()) {
      parameter.defaultValue().ifPresent(body::expression);
      String name = parameter.name().text();
      if (name.equals("weights")) {
        problems.error(
            Mistake.DEFINED_TWICE,
            parameter.name().span(),
            "every block has a parameter `weights`, the path of its weights",
            "choose another name");
      } else if (!body.known.add(name)) {
        problems.error(
            Mistake.DEFINED_TWICE,
            parameter.name().span(),
            "there are two parameters called `%s`".formatted(name));
      }
      parameter
          .type()
          .filter(t -> Kind.named(t.text()).isEmpty())
          .ifPresent(t -> {
            String near = Suggestion.didYouMean(t.text(), Kind.names());
            problems.error(
                Mistake.UNKNOWN_KIND,
                t.span(),
                "there are no parameters of kind `%s`".formatted(t.text()),
                near.isEmpty() ? "there are " + String.join(", ", Kind.names()) : near);
          });
    }
    boolean[] returns = {false};
    Walk.statements(
        block.body(),
        s -> {
          returns[0] |= s instanceof Statement.Return;
          if (s instanceof Statement.Input || s instanceof Statement.Output) {
            misplaced(s.span(), "inputs and outputs belong to networks, this is a block");
          }
        });
    if (!returns[0] && !problems.hasUnreadable(block.span().file())) {
      problems.error(
          Mistake.NO_RETURN,
          block.name().span(),
          "the block `%s` ends without `return`".formatted(block.name()),
          "return the block's value: `return x`");
    }
    body.check(block.body());
  }

  private void network(Declaration.Network network) {
    Set<Statement> top = new HashSet<>(network.body());
    Walk.statements(
        network.body(),
        s -> {
          if (s instanceof Statement.Return) {
            misplaced(s.span(), "only blocks return values; a network has outputs");
          } else if (!top.contains(s)
              && !problems.hasUnreadable(s.span().file())
              && (s instanceof Statement.Input || s instanceof Statement.Output)) {
            misplaced(s.span(), "inputs and outputs cannot stand inside loops and conditions");
          }
        });
    Body body = new Body();
    body.annotations(network.annotations(), Target.NETWORK);
    body.check(network.body());
  }

  private void misplaced(Span span, String message) {
    problems.error(Mistake.MISPLACED_STATEMENT, span, message);
  }

  /** The names of one block or network, in the order of the text. */
  private final class Body {
    private boolean isHeaderless;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> used = new HashSet<>();
    private final Map<String, Statement.Bind> bound = new HashMap<>();

    void check(List<Statement> statements) {
      Walk.statements(statements, this::statement);
      for (Statement.Bind bind : new LinkedHashSet<>(bound.values())) {
        boolean isUnused =
            bind.targets().stream()
                .allMatch(t -> !used.contains(t.text()) && !t.text().startsWith("_"));
        if (isUnused) {
          Identifier name = bind.targets().getFirst();
          problems.warning(
              Mistake.UNUSED_VARIABLE,
              name.span(),
              "`%s` is never used".formatted(name),
              "remove it, or begin its name with `_` to keep it");
        }
      }
    }

    private void statement(Statement statement) {
      switch (statement) {
        case Statement.Input input -> {
          annotations(input.annotations(), Target.INPUT);
          type(input.type());
          known.add(input.name().text());
        }
        case Statement.Output output -> {
          annotations(output.annotations(), Target.OUTPUT);
          expression(
              output.value().orElse(new Expression.Name(output.name().span(), output.name())));
        }
        case Statement.Bind bind -> {
          annotations(bind.annotations(), Target.BINDING);
          boolean isLowered =
              bind.annotations().stream().anyMatch(a -> a.name().text().equals("lowered"));
          expression(bind.value(), isLowered);
          for (Identifier target : bind.targets()) {
            known.add(target.text());
            bound.putIfAbsent(target.text(), bind);
          }
        }
        case Statement.For loop -> {
          expression(loop.range());
          loop.position().ifPresent(p -> known.add(p.text()));
          known.add(loop.variable().text());
        }
        case Statement.If _, Statement.Return _ ->
            Walk.expressions(statement).forEach(this::expression);
      }
    }

    void annotations(List<Annotation> annotations, Target target) {
      for (Annotation annotation : annotations) {
        String name = annotation.name().text();
        var signature = Annotations.find(name);
        if (signature.isEmpty()) {
          String near = Suggestion.didYouMean(name, Annotations.names());
          problems.error(
              Mistake.UNKNOWN_ANNOTATION,
              annotation.name().span(),
              "there is no annotation `@%s`".formatted(name),
              near.isEmpty() ? "there are @" + String.join(", @", Annotations.names()) : near);
          continue;
        }
        if (!Annotations.fits(name, target)) {
          problems.error(
              Mistake.BAD_ANNOTATION,
              annotation.name().span(),
              "`@%s` has no meaning here".formatted(name),
              Annotations.place(name));
        }
        Matching.of(signature.get(), annotation.name(), null, annotation.arguments(), problems);
        for (Argument argument : annotation.arguments()) {
          if (argument.name().filter(n -> Annotations.FUNCTIONS.contains(n.text())).isEmpty()) {
            expression(argument.value());
          }
        }
      }
    }

    void expression(Expression expression) {
      expression(expression, false);
    }

    private void expression(Expression root, boolean isLowered) {
      Set<Expression> piped = Collections.newSetFromMap(new IdentityHashMap<>());
      Set<Expression> types = Collections.newSetFromMap(new IdentityHashMap<>());
      Walk.through(
          root,
          e -> {
            switch (e) {
              case Expression.Pipe pipe -> piped.addAll(pipe.stages());
              case Expression.Call call ->
                  call(call, piped.contains(call), isLowered)
                      .ifPresent(type -> types.addAll(Walk.children(type)));
              case Expression.Index index when isType(index) && !types.contains(index) -> {
                types.add(index.target());
                index.indices().stream().filter(this::isSymbol).forEach(types::add);
              }
              case Expression.Name name when !types.contains(name) -> variable(name.identifier());
              default -> {}
            }
          });
    }

    private boolean isType(Expression.Index index) {
      return index.target() instanceof Expression.Name(Span _, Identifier name)
          && !known.contains(name.text())
          && ElementType.parse(name.text()).isPresent();
    }

    private boolean isSymbol(Expression expression) {
      return Types.isSymbol(expression, n -> known.contains(n) || file.constant(n).isPresent());
    }

    private void type(Expression type) {
      if (type instanceof Expression.Index(Span _, Expression _, List<Expression> dims)) {
        for (Expression dim : dims) {
          boolean isUnknown =
              dim instanceof Expression.Name(Span _, Identifier name)
                  && !known.contains(name.text())
                  && file.constant(name.text()).isEmpty();
          if (isUnknown && !isSymbol(dim)) {
            problems.error(
                Mistake.UNKNOWN_NAME,
                dim.span(),
                "there is no variable `%s` here".formatted(((Expression.Name) dim).identifier()),
                "a size that is not known yet is a name that begins with a capital letter");
          } else if (!isUnknown) {
            expression(dim);
          }
        }
      }
    }

    private void variable(Identifier name) {
      used.add(name.text());
      if (known.contains(name.text())
          || file.constant(name.text()).isPresent()
          || file.isIncomplete()
          || isHeaderless
          || !name.quoted() && Constants.find(name.text()).isPresent()) {
        return;
      }
      Set<String> candidates = new LinkedHashSet<>(known);
      candidates.addAll(file.constants());
      String near = Suggestion.didYouMean(name.text(), candidates);
      problems.error(
          Mistake.UNKNOWN_NAME,
          name.span(),
          "there is no variable `%s` here".formatted(name),
          near.isEmpty() && file.knowsFunction(name.text())
              ? "`%s` is a function: call it".formatted(name)
              : near);
    }

    /** Checks a call and returns the argument that is a type. */
    private Optional<Expression> call(Expression.Call call, boolean isPiped, boolean isLowered) {
      var signature = Catalogue.find(file, call.function().text());
      if (signature.isEmpty()) {
        Catalogue.reportUnknown(file, call.function(), problems);
        return Optional.empty();
      }
      boolean isBroken =
          file.block(call.function().text()).filter(FileScope.BlockIn::isBroken).isPresent();
      if (isLowered || isBroken) {
        return Optional.empty();
      }
      Expression piped = isPiped ? new Expression.Broken(call.span()) : null;
      Matching matching =
          Matching.of(signature.get(), call.function(), piped, call.arguments(), problems);
      Optional<Expression> type =
          signature.get().params().stream()
              .filter(p -> p.kind().base() == Kind.Base.TYPE)
              .flatMap(p -> matching.of(p.name()).stream())
              .findFirst();
      type.ifPresent(this::type);
      return type;
    }
  }
}
