package dev.whittle.codegen.kernel;

import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Statement.Assign;
import dev.whittle.codegen.kernel.Statement.For;
import dev.whittle.codegen.kernel.Statement.If;
import dev.whittle.codegen.kernel.Statement.Invoke;
import dev.whittle.codegen.kernel.Statement.Let;
import dev.whittle.codegen.kernel.Statement.MaskedStore;
import dev.whittle.codegen.kernel.Statement.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes one kernel method, statement by statement; blocks nest as lambdas. */
public final class KernelBuilder {
  private final String name;
  private final List<Local> parameters = new ArrayList<>();
  private List<Statement> statements = new ArrayList<>();
  private int nextId;

  public KernelBuilder(String name) {
    this.name = name;
  }

  /** A {@code float[]} parameter. */
  public Local buffer(String parameter) {
    return parameter(parameter, Kind.BUFFER);
  }

  /** An int parameter. */
  public Local integer(String parameter) {
    return parameter(parameter, Kind.INT);
  }

  /** A parameter of any scalar kind. */
  public Local parameter(String parameter, Kind kind) {
    Local local = new Local(parameter, kind, nextId++);
    parameters.add(local);
    return local;
  }

  /** Declares a variable with its first value. */
  public Local let(String variable, Expression value) {
    Local local = new Local(variable, value.kind(), nextId++);
    statements.add(new Let(local, value));
    return local;
  }

  public void assign(Local local, Expression value) {
    if (local.kind() != value.kind()) {
      throw new IllegalArgumentException(local + " = " + value.kind());
    }
    statements.add(new Assign(local, value));
  }

  public void store(Local buffer, Expression index, Expression value) {
    statements.add(new Store(buffer, index, value));
  }

  public void store(Local buffer, Expression index, Expression value, Expression mask) {
    statements.add(new MaskedStore(buffer, index, value, mask));
  }

  /** A counted loop with step one. */
  public void loop(String counter, Expression from, Expression to, Consumer<Local> body) {
    loop(counter, from, to, 1, body);
  }

  /** A counted loop. */
  public void loop(String counter, Expression from, Expression to, int step, Consumer<Local> body) {
    Local local = new Local(counter, Kind.INT, nextId++);
    statements.add(new For(local, from, to, step, block(() -> body.accept(local))));
  }

  public void when(Expression condition, Runnable then) {
    when(condition, then, () -> {});
  }

  public void when(Expression condition, Runnable then, Runnable otherwise) {
    statements.add(new If(condition, block(then), block(otherwise)));
  }

  /** Calls another method of the class. */
  public void invoke(String method, List<Expression> arguments) {
    statements.add(new Invoke(method, arguments));
  }

  public KernelMethod build() {
    return build(0);
  }

  /** The method, all of whose code stands for {@code line} of the network's source. */
  public KernelMethod build(int line) {
    return new KernelMethod(name, parameters, statements, line);
  }

  private List<Statement> block(Runnable body) {
    List<Statement> outer = statements;
    statements = new ArrayList<>();
    body.run();
    List<Statement> inner = statements;
    statements = outer;
    return inner;
  }
}
