package dev.whittle.grammar.ast;

import dev.whittle.ir.Span;
import java.util.List;

/** What stands at the top level of a file. */
public sealed interface Declaration {
  Span span();

  Identifier name();

  /** The {@code ///} lines above, without the slashes. */
  String documentation();

  /** A reusable part of networks. */
  record Block(
      Span span,
      Identifier name,
      List<Parameter> parameters,
      List<Statement> body,
      String documentation)
      implements Declaration {
    public Block {
      parameters = List.copyOf(parameters);
      body = List.copyOf(body);
    }
  }

  /** A network. */
  record Network(
      Span span,
      List<Annotation> annotations,
      Identifier name,
      List<Statement> body,
      String documentation)
      implements Declaration {
    public Network {
      annotations = List.copyOf(annotations);
      body = List.copyOf(body);
    }
  }

  /** Passes in the order in which they run. */
  record Pipeline(Span span, Identifier name, List<Step> steps, String documentation)
      implements Declaration {
    public Pipeline {
      steps = List.copyOf(steps);
    }
  }

  /** A number, string, boolean or list for the whole file: {@code classes = 1000}. */
  record Constant(Span span, Identifier name, Expression value, String documentation)
      implements Declaration {}
}
