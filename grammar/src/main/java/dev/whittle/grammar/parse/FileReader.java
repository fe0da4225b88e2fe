package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnParser;
import dev.whittle.grammar.ast.Annotation;
import dev.whittle.grammar.ast.Declaration;
import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Import;
import dev.whittle.grammar.ast.Parameter;
import dev.whittle.grammar.ast.SourceFile;
import dev.whittle.grammar.ast.Statement;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;

/** Makes the syntax tree of declarations and statements from the parse tree. */
final class FileReader {
  private final String file;
  private final Problems problems;
  private final Places places;
  private final SyntaxMessages messages;
  private final Documentation documentation;
  private final ExpressionReader expressions;
  private final PipelineReader pipelines;

  FileReader(String file, CommonTokenStream tokens, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.places = new Places(file);
    this.messages = new SyntaxMessages(file, tokens, problems);
    this.documentation = new Documentation(tokens);
    this.expressions = new ExpressionReader(file, problems);
    this.pipelines = new PipelineReader(places, expressions, messages);
  }

  SourceFile read(CnnParser.FileContext tree) {
    List<Import> imports = new ArrayList<>();
    List<Declaration> declarations = new ArrayList<>();
    for (CnnParser.ItemContext item : tree.item()) {
      if (item.importFile() != null) {
        readImport(item.importFile()).ifPresent(imports::add);
      } else if (item.block() != null) {
        rejectAnnotations(item.annotation());
        readBlock(item).ifPresent(declarations::add);
      } else if (item.network() != null) {
        readNetwork(item).ifPresent(declarations::add);
      } else if (item.pipeline() != null) {
        rejectAnnotations(item.annotation());
        pipelines.read(item.pipeline(), documentation.above(item)).ifPresent(declarations::add);
      } else if (item.simpleStatement() != null) {
        rejectAnnotations(item.annotation());
        readConstant(item).ifPresent(declarations::add);
      }
    }
    return new SourceFile(file, imports, declarations);
  }

  private void rejectAnnotations(List<CnnParser.AnnotationContext> annotations) {
    for (CnnParser.AnnotationContext annotation : annotations) {
      if (annotation.exception == null) {
        problems.error(
            Mistake.BAD_ANNOTATION,
            places.of(annotation),
            "annotations stand before a network or a statement inside one");
      }
    }
  }

  private Optional<Import> readImport(CnnParser.ImportFileContext tree) {
    if (tree.exception != null) {
      return Optional.empty();
    }
    Span span = places.of(tree.STRING().getSymbol());
    List<Identifier> names = tree.identifier().stream().map(expressions::identifier).toList();
    return switch (expressions.text(tree.STRING().getSymbol())) {
      case Expression.Text(Span _, List<Expression.Text.Piece> pieces)
          when pieces.size() == 1
              && pieces.getFirst() instanceof Expression.Text.Piece.Literal(String path) ->
          Optional.of(new Import(places.of(tree), names, path, span));
      default -> {
        problems.error(
            Mistake.IMPORT_NOT_FOUND, span, "the name of an imported file is plain text");
        yield Optional.empty();
      }
    };
  }

  private Optional<Declaration> readBlock(CnnParser.ItemContext item) {
    CnnParser.BlockContext tree = item.block();
    CnnParser.BlockHeaderContext header = tree.blockHeader();
    if (header == null || !isRead(header.identifier())) {
      return Optional.empty();
    }
    List<Parameter> parameters = new ArrayList<>();
    for (CnnParser.ParameterContext parameter : header.parameter()) {
      if (isRead(parameter.identifier(0))) {
        parameters.add(
            new Parameter(
                places.of(parameter),
                expressions.identifier(parameter.identifier(0)),
                Optional.ofNullable(parameter.identifier(1))
                    .filter(FileReader::isRead)
                    .map(expressions::identifier),
                Optional.ofNullable(parameter.expression()).map(expressions::read)));
      }
    }
    return Optional.of(
        new Declaration.Block(
            places.of(header),
            expressions.identifier(header.identifier()),
            parameters,
            body(tree.body()),
            documentation.above(item)));
  }

  private Optional<Declaration> readNetwork(CnnParser.ItemContext item) {
    CnnParser.NetworkContext tree = item.network();
    if (tree.networkHeader() == null || !isRead(tree.networkHeader().identifier())) {
      return Optional.empty();
    }
    return Optional.of(
        new Declaration.Network(
            places.of(tree.networkHeader()),
            annotations(item.annotation()),
            expressions.identifier(tree.networkHeader().identifier()),
            body(tree.body()),
            documentation.above(item)));
  }

  private Optional<Declaration> readConstant(CnnParser.ItemContext item) {
    ParserRuleContext tree = item.simpleStatement();
    if (tree instanceof CnnParser.BindStatementContext bind
        && (bind.ASSIGN() != null || bind.exception != null)) {
      return bind(bind, List.of(), documentation.above(item))
          .filter(b -> b.targets().size() == 1)
          .map(b ->
              new Declaration.Constant(
                  b.span(), b.targets().getFirst(), b.value(), b.documentation()));
    }
    if (!problems.isUnreadable(places.of(tree.getStart()))) {
      problems.error(
          Mistake.MISPLACED_STATEMENT,
          places.of(tree.getStart()),
          "this stands outside of any network or block",
          "files hold imports, constants (`width = 64`), blocks, networks and pipelines");
    }
    return Optional.empty();
  }

  private List<Statement> body(CnnParser.BodyContext tree) {
    List<Statement> statements = new ArrayList<>();
    if (tree == null) {
      return statements;
    }
    int endLine = 0;
    for (CnnParser.StatementContext statement : tree.statement()) {
      if (statement.simpleStatement() != null) {
        if (statement.getStart().getLine() == endLine && isExpression(statement)) {
          messages.reportContinuation(statement.getStart());
        }
        readStatement(statement).ifPresent(statements::add);
      }
      endLine = statement.getStop() == null ? 0 : statement.getStop().getLine();
    }
    return statements;
  }

  private static boolean isExpression(CnnParser.StatementContext statement) {
    return statement.simpleStatement() instanceof CnnParser.BindStatementContext bind
        && bind.ASSIGN() == null;
  }

  private Optional<? extends Statement> readStatement(CnnParser.StatementContext outer) {
    List<Annotation> annotations = annotations(outer.annotation());
    CnnParser.SimpleStatementContext tree = outer.simpleStatement();
    if (!(tree instanceof CnnParser.InputStatementContext
        || tree instanceof CnnParser.OutputStatementContext
        || tree instanceof CnnParser.BindStatementContext)) {
      rejectAnnotations(outer.annotation());
    }
    String text = documentation.above(outer);
    return switch (tree) {
      case CnnParser.InputStatementContext c when isRead(c.identifier()) ->
          Optional.of(
              new Statement.Input(
                  places.of(c),
                  annotations,
                  expressions.identifier(c.identifier()),
                  expressions.readOrBroken(c.expression(), c),
                  text));
      case CnnParser.OutputStatementContext c when isRead(c.identifier()) ->
          Optional.of(
              new Statement.Output(
                  places.of(c),
                  annotations,
                  expressions.identifier(c.identifier()),
                  c.ASSIGN() == null
                      ? Optional.empty()
                      : Optional.of(expressions.readOrBroken(c.expression(), c)),
                  text));
      case CnnParser.ReturnStatementContext c ->
          Optional.of(
              new Statement.Return(
                  places.of(c), c.expression().stream().map(expressions::read).toList()));
      case CnnParser.ForStatementContext c -> readLoop(c);
      case CnnParser.IfStatementContext c -> Optional.of(readCondition(c));
      case CnnParser.BindStatementContext c -> bind(c, annotations, text);
      default -> Optional.empty();
    };
  }

  private Optional<Statement> readLoop(CnnParser.ForStatementContext tree) {
    CnnParser.ForHeaderContext header = tree.forHeader();
    List<Identifier> names =
        header == null
            ? List.of()
            : header.identifier().stream()
                .filter(FileReader::isRead)
                .map(expressions::identifier)
                .toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Statement.For(
            places.of(header),
            names.size() > 1 ? Optional.of(names.getFirst()) : Optional.empty(),
            names.getLast(),
            expressions.readOrBroken(header.expression(), header),
            body(tree.body())));
  }

  private Statement readCondition(CnnParser.IfStatementContext tree) {
    List<CnnParser.IfHeaderContext> headers = tree.ifHeader();
    List<CnnParser.BodyContext> bodies = tree.body();
    List<Statement.If.Branch> branches = new ArrayList<>();
    for (int i = 0; i < headers.size(); i++) {
      branches.add(
          new Statement.If.Branch(
              expressions.readOrBroken(headers.get(i).expression(), headers.get(i)),
              i < bodies.size() ? body(bodies.get(i)) : List.of()));
    }
    boolean hasElse = bodies.size() > branches.size();
    return new Statement.If(
        places.of(tree), branches, hasElse ? body(bodies.getLast()) : List.of());
  }

  private Optional<Statement.Bind> bind(
      CnnParser.BindStatementContext tree, List<Annotation> annotations, String text) {
    if (tree.ASSIGN() == null) {
      return unbound(tree);
    }
    List<Identifier> targets = new ArrayList<>();
    for (CnnParser.TargetContext target : tree.target()) {
      if (expressions.target(target) instanceof Expression.Name(Span _, Identifier name)) {
        targets.add(name);
      } else {
        problems.error(
            Mistake.BAD_TARGET, places.of(target), "only a name can stand on the left of `=`");
        return Optional.empty();
      }
    }
    Expression value = expressions.readOrBroken(tree.expression(), tree);
    return Optional.of(new Statement.Bind(places.of(tree), annotations, targets, value, text));
  }

  private Optional<Statement.Bind> unbound(CnnParser.BindStatementContext tree) {
    boolean isName =
        tree.target().size() == 1
            && isRead(tree.target(0))
            && expressions.target(tree.target(0)) instanceof Expression.Name;
    if (isName) {
      messages.reportMissingAssign(tree.getStop());
    }
    if (tree.exception == null && !problems.isUnreadable(places.of(tree.getStart()))) {
      problems.error(
          Mistake.UNUSED_RESULT,
          places.of(tree),
          "the value of this expression is not used",
          "bind it: `name = ...`, or `return` it");
      return Optional.empty();
    }
    return isName && expressions.target(tree.target(0)) instanceof Expression.Name name
        ? Optional.of(
            new Statement.Bind(
                places.of(tree),
                List.of(),
                List.of(name.identifier()),
                new Expression.Broken(places.of(tree)),
                ""))
        : Optional.empty();
  }

  private List<Annotation> annotations(List<CnnParser.AnnotationContext> trees) {
    List<Annotation> annotations = new ArrayList<>();
    for (CnnParser.AnnotationContext tree : trees) {
      if (tree.exception == null && isRead(tree.identifier())) {
        annotations.add(
            new Annotation(
                places.of(tree),
                expressions.identifier(tree.identifier()),
                tree.arguments() == null ? List.of() : expressions.arguments(tree.arguments())));
      }
    }
    return annotations;
  }

  private static boolean isRead(ParserRuleContext tree) {
    return tree != null && tree.exception == null;
  }
}
