package dev.whittle.codegen.bytecode;

import static dev.whittle.codegen.bytecode.ClassConstants.pushInt;
import static dev.whittle.codegen.bytecode.VectorTypes.FLOAT_VECTOR;
import static dev.whittle.codegen.bytecode.VectorTypes.MASK;
import static dev.whittle.codegen.bytecode.VectorTypes.method;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.IntConstant;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.Kind;
import dev.whittle.codegen.kernel.Statement;
import dev.whittle.codegen.kernel.Statement.Assign;
import dev.whittle.codegen.kernel.Statement.For;
import dev.whittle.codegen.kernel.Statement.If;
import dev.whittle.codegen.kernel.Statement.Invoke;
import dev.whittle.codegen.kernel.Statement.Let;
import dev.whittle.codegen.kernel.Statement.MaskedStore;
import dev.whittle.codegen.kernel.Statement.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes the code of one kernel method; locals of a closed block give their slots back. */
final class MethodEmitter {
  private final MethodVisitor code;
  private final Map<String, Callee> callees;
  private final ExpressionEmitter expressions;
  private final Map<Local, Integer> slots = new HashMap<>();
  private int nextSlot;

  /** A static method that others call, and the class it is in. */
  record Callee(String owner, String descriptor) {}

  MethodEmitter(
      MethodVisitor code, ClassConstants constants, Map<String, Callee> callees, int lanes) {
    this.code = code;
    this.callees = callees;
    this.expressions = new ExpressionEmitter(code, constants, this::slot, lanes);
  }

  /** Writes the body; the returned label's offset is the size of the code. */
  Label emit(KernelMethod method) {
    code.visitCode();
    Label start = new Label();
    code.visitLabel(start);
    if (method.line() > 0) {
      code.visitLineNumber(method.line(), start);
    }
    method.parameters().forEach(this::declare);
    block(method.body());
    code.visitInsn(Opcodes.RETURN);
    Label end = new Label();
    code.visitLabel(end);
    code.visitMaxs(0, 0);
    code.visitEnd();
    return end;
  }

  static String descriptor(KernelMethod method) {
    StringBuilder text = new StringBuilder("(");
    method.parameters().forEach(p -> text.append(VectorTypes.descriptor(p.kind())));
    return text.append(")V").toString();
  }

  private int slot(Local local) {
    Integer slot = slots.get(local);
    if (slot == null) {
      throw new IllegalStateException("undeclared " + local);
    }
    return slot;
  }

  private void declare(Local local) {
    slots.put(local, nextSlot++);
  }

  private void block(List<Statement> statements) {
    int outer = nextSlot;
    statements.forEach(this::emit);
    close(outer);
  }

  private void emit(Statement statement) {
    switch (statement) {
      case Let(Local local, Expression value) -> {
        expressions.emit(value);
        declare(local);
        assign(local);
      }
      case Assign(Local local, Expression value) -> {
        expressions.emit(value);
        assign(local);
      }
      case Store(Local buffer, Expression index, Expression value) -> store(buffer, index, value);
      case MaskedStore(Local buffer, Expression index, Expression value, Expression mask) -> {
        expressions.emit(value);
        expressions.emit(buffer);
        expressions.emit(index);
        expressions.emit(mask);
        code.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL, FLOAT_VECTOR, "intoArray", method("V", "[F", "I", MASK), false);
      }
      case For loop -> loop(loop);
      case If(Expression condition, List<Statement> then, List<Statement> otherwise) ->
          branch(condition, then, otherwise);
      case Invoke(String name, List<Expression> arguments) -> {
        Callee callee = callees.get(name);
        if (callee == null) {
          throw new IllegalStateException("no kernel method " + name);
        }
        arguments.forEach(expressions::emit);
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC, callee.owner(), name, callee.descriptor(), false);
      }
    }
  }

  private void assign(Local local) {
    code.visitVarInsn(ExpressionEmitter.storeOpcode(local.kind()), slot(local));
  }

  private void store(Local buffer, Expression index, Expression value) {
    if (value.kind() == Kind.FLOAT) {
      expressions.emit(buffer);
      expressions.emit(index);
      expressions.emit(value);
      code.visitInsn(Opcodes.FASTORE);
    } else {
      expressions.emit(value);
      expressions.emit(buffer);
      expressions.emit(index);
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, FLOAT_VECTOR, "intoArray", method("V", "[F", "I"), false);
    }
  }

  private void loop(For loop) {
    int outer = nextSlot;
    expressions.emit(loop.from());
    declare(loop.counter());
    assign(loop.counter());
    int limit = -1;
    if (!(loop.to() instanceof IntConstant)) {
      limit = nextSlot++;
      expressions.emit(loop.to());
      code.visitVarInsn(Opcodes.ISTORE, limit);
    }
    Label top = new Label();
    Label end = new Label();
    code.visitLabel(top);
    expressions.emit(loop.counter());
    if (limit < 0) {
      expressions.emit(loop.to());
    } else {
      code.visitVarInsn(Opcodes.ILOAD, limit);
    }
    code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
    block(loop.body());
    if (loop.step() <= Byte.MAX_VALUE) {
      code.visitIincInsn(slot(loop.counter()), loop.step());
    } else {
      expressions.emit(loop.counter());
      pushInt(code, loop.step());
      code.visitInsn(Opcodes.IADD);
      assign(loop.counter());
    }
    code.visitJumpInsn(Opcodes.GOTO, top);
    code.visitLabel(end);
    close(outer);
  }

  /** Ends a block: what was declared in it is unknown from now on. */
  private void close(int outer) {
    slots.values().removeIf(slot -> slot >= outer);
    nextSlot = outer;
  }

  private void branch(Expression condition, List<Statement> then, List<Statement> otherwise) {
    Label no = new Label();
    expressions.jumpUnless(condition, no);
    block(then);
    if (otherwise.isEmpty()) {
      code.visitLabel(no);
      return;
    }
    Label end = new Label();
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(no);
    block(otherwise);
    code.visitLabel(end);
  }
}
