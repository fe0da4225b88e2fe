package dev.whittle.codegen.bytecode;

import static dev.whittle.codegen.bytecode.ClassConstants.pushInt;
import static dev.whittle.codegen.bytecode.VectorTypes.FLOAT_VECTOR;
import static dev.whittle.codegen.bytecode.VectorTypes.INT_VECTOR;
import static dev.whittle.codegen.bytecode.VectorTypes.MASK;
import static dev.whittle.codegen.bytecode.VectorTypes.OPERATORS;
import static dev.whittle.codegen.bytecode.VectorTypes.SHUFFLE;
import static dev.whittle.codegen.bytecode.VectorTypes.SPECIES;
import static dev.whittle.codegen.bytecode.VectorTypes.VECTOR;
import static dev.whittle.codegen.bytecode.VectorTypes.descriptor;
import static dev.whittle.codegen.bytecode.VectorTypes.method;
import static dev.whittle.codegen.bytecode.VectorTypes.owner;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Binary;
import dev.whittle.codegen.kernel.Expression.Broadcast;
import dev.whittle.codegen.kernel.Expression.Compare;
import dev.whittle.codegen.kernel.Expression.FirstLanes;
import dev.whittle.codegen.kernel.Expression.FloatConstant;
import dev.whittle.codegen.kernel.Expression.IntConstant;
import dev.whittle.codegen.kernel.Expression.Interleave;
import dev.whittle.codegen.kernel.Expression.LaneIndex;
import dev.whittle.codegen.kernel.Expression.Load;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expression.MaskedLoad;
import dev.whittle.codegen.kernel.Expression.MultiplyAdd;
import dev.whittle.codegen.kernel.Expression.Reduce;
import dev.whittle.codegen.kernel.Expression.Rotate;
import dev.whittle.codegen.kernel.Expression.Select;
import dev.whittle.codegen.kernel.Expression.Spread;
import dev.whittle.codegen.kernel.Expression.StridedLoad;
import dev.whittle.codegen.kernel.Expression.Unary;
import dev.whittle.codegen.kernel.Kind;
import dev.whittle.codegen.kernel.Reduction;
import dev.whittle.codegen.kernel.UnaryOperator;
import java.util.function.ToIntFunction;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Leaves the value of an expression on the operand stack. */
final class ExpressionEmitter {
  private static final String MATH = "java/lang/Math";

  private final MethodVisitor code;
  private final ClassConstants constants;
  private final ScalarEmitter scalars;
  private final ToIntFunction<Local> slots;
  private final int lanes;

  ExpressionEmitter(
      MethodVisitor code, ClassConstants constants, ToIntFunction<Local> slots, int lanes) {
    this.code = code;
    this.constants = constants;
    this.scalars = new ScalarEmitter(code);
    this.slots = slots;
    this.lanes = lanes;
  }

  void emit(Expression expression) {
    switch (expression) {
      case IntConstant(int value) -> pushInt(code, value);
      case FloatConstant(float value) -> scalars.pushFloat(value);
      case Local local -> code.visitVarInsn(loadOpcode(local.kind()), slots.applyAsInt(local));
      case Unary(UnaryOperator operator, Expression operand) -> {
        emit(operand);
        if (operand.kind().isVector()) {
          unaryLanes(operator, operand.kind());
        } else {
          scalars.unary(operator, operand.kind());
        }
      }
      case Binary(BinaryOperator operator, Expression left, Expression right) ->
          binary(operator, left, right);
      case MultiplyAdd(Expression left, Expression right, Expression addend) -> {
        emit(left);
        emit(right);
        emit(addend);
        if (addend.kind() == Kind.FLOAT) {
          code.visitMethodInsn(Opcodes.INVOKESTATIC, MATH, "fma", "(FFF)F", false);
        } else {
          virtual(FLOAT_VECTOR, "fma", method(FLOAT_VECTOR, VECTOR, VECTOR));
        }
      }
      case Broadcast(Expression scalar) -> broadcast(scalar);
      case LaneIndex() -> constants.pushLaneIndex(code);
      case FirstLanes(Expression count) -> {
        constants.pushFloatSpecies(code);
        pushInt(code, 0);
        emit(count);
        code.visitMethodInsn(
            Opcodes.INVOKEINTERFACE, SPECIES, "indexInRange", method(MASK, "I", "I"), true);
      }
      case Load(Local buffer, Expression index, Kind kind) -> load(buffer, index, kind);
      case MaskedLoad(Local buffer, Expression index, Expression mask) -> {
        constants.pushFloatSpecies(code);
        emit(buffer);
        emit(index);
        emit(mask);
        statically("fromArray", method(FLOAT_VECTOR, SPECIES, "[F", "I", MASK));
      }
      case StridedLoad(Local buffer, Expression index, int stride) -> {
        constants.pushFloatSpecies(code);
        emit(buffer);
        emit(index);
        constants.pushStride(code, stride);
        pushInt(code, 0);
        statically("fromArray", method(FLOAT_VECTOR, SPECIES, "[F", "I", "[I", "I"));
      }
      case Rotate(Expression vector, int distance) -> {
        emit(vector);
        rotate(Math.floorMod(distance, lanes));
      }
      case Spread(Expression vector, int span, int held, int index) -> {
        emit(vector);
        constants.pushSpread(code, span, held, index);
        virtual(FLOAT_VECTOR, "rearrange", method(FLOAT_VECTOR, SHUFFLE));
      }
      case Interleave(Expression vector, int runs) -> {
        emit(vector);
        constants.pushInterleave(code, runs);
        virtual(FLOAT_VECTOR, "rearrange", method(FLOAT_VECTOR, SHUFFLE));
      }
      case Compare(Comparison comparison, Expression left, Expression right) ->
          compare(expression, comparison, left, right);
      case Select(Expression condition, Expression whenTrue, Expression whenFalse) ->
          select(condition, whenTrue, whenFalse);
      case Reduce(Reduction reduction, Expression vector) -> {
        emit(vector);
        for (int half = lanes / 2; half > 0; half /= 2) {
          code.visitInsn(Opcodes.DUP);
          rotate(half);
          binaryLanes(reduction.combine(), Kind.VECTOR);
        }
        pushInt(code, 0);
        virtual(FLOAT_VECTOR, "lane", "(I)F");
      }
    }
  }

  /** Jumps to {@code target} when the scalar condition does not hold. */
  void jumpUnless(Expression condition, Label target) {
    switch (condition) {
      case Compare(Comparison comparison, Expression left, Expression right) -> {
        emit(left);
        emit(right);
        scalars.jumpUnless(comparison, left.kind(), target);
      }
      case Binary(BinaryOperator operator, Expression left, Expression right)
          when operator == BinaryOperator.AND -> {
        jumpUnless(left, target);
        jumpUnless(right, target);
      }
      case Expression other -> {
        emit(other);
        code.visitJumpInsn(Opcodes.IFEQ, target);
      }
    }
  }

  static int loadOpcode(Kind kind) {
    return switch (kind) {
      case INT, BOOLEAN -> Opcodes.ILOAD;
      case FLOAT -> Opcodes.FLOAD;
      case VECTOR, INT_VECTOR, MASK, BUFFER -> Opcodes.ALOAD;
    };
  }

  static int storeOpcode(Kind kind) {
    return switch (kind) {
      case INT, BOOLEAN -> Opcodes.ISTORE;
      case FLOAT -> Opcodes.FSTORE;
      case VECTOR, INT_VECTOR, MASK, BUFFER -> Opcodes.ASTORE;
    };
  }

  private void load(Local buffer, Expression index, Kind kind) {
    if (kind == Kind.FLOAT) {
      emit(buffer);
      emit(index);
      code.visitInsn(Opcodes.FALOAD);
    } else {
      constants.pushFloatSpecies(code);
      emit(buffer);
      emit(index);
      statically("fromArray", method(FLOAT_VECTOR, SPECIES, "[F", "I"));
    }
  }

  private void broadcast(Expression scalar) {
    if (scalar.kind() == Kind.INT) {
      constants.pushIntSpecies(code);
      emit(scalar);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, INT_VECTOR, "broadcast", method(INT_VECTOR, SPECIES, "I"), false);
    } else {
      constants.pushFloatSpecies(code);
      emit(scalar);
      statically("broadcast", method(FLOAT_VECTOR, SPECIES, "F"));
    }
  }

  private void binary(BinaryOperator operator, Expression left, Expression right) {
    emit(left);
    if (operator.isShift() && left.kind().isVector()) {
      operator(operator.name(), "Binary");
      emit(right);
      virtual(INT_VECTOR, "lanewise", method(INT_VECTOR, OPERATORS + "$Binary", "I"));
      return;
    }
    emit(right);
    if (left.kind().isVector()) {
      binaryLanes(operator, left.kind());
    } else {
      scalars.binary(operator, left.kind());
    }
  }

  private void binaryLanes(BinaryOperator operator, Kind kind) {
    String owner = owner(kind);
    switch (operator) {
      case ADD -> virtual(owner, "add", method(owner, VECTOR));
      case SUBTRACT -> virtual(owner, "sub", method(owner, VECTOR));
      case MULTIPLY -> virtual(owner, "mul", method(owner, VECTOR));
      case DIVIDE -> virtual(owner, "div", method(owner, VECTOR));
      case MINIMUM -> virtual(owner, "min", method(owner, VECTOR));
      case MAXIMUM -> virtual(owner, "max", method(owner, VECTOR));
      case AND -> bitwise("and", kind);
      case OR -> bitwise("or", kind);
      case XOR -> bitwise("xor", kind);
      case REMAINDER, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          throw new IllegalArgumentException(operator + " of " + kind);
    }
  }

  private void bitwise(String name, Kind kind) {
    if (kind == Kind.MASK) {
      virtual(MASK, name, method(MASK, MASK));
    } else {
      operator(name.toUpperCase(java.util.Locale.ROOT), "Associative");
      code.visitInsn(Opcodes.SWAP);
      virtual(INT_VECTOR, "lanewise", method(INT_VECTOR, OPERATORS + "$Binary", VECTOR));
    }
  }

  private void operator(String name, String type) {
    String field =
        switch (name) {
          case "SHIFT_LEFT" -> "LSHL";
          case "SHIFT_RIGHT" -> "ASHR";
          case "SHIFT_RIGHT_UNSIGNED" -> "LSHR";
          default -> name;
        };
    code.visitFieldInsn(Opcodes.GETSTATIC, OPERATORS, field, descriptor(OPERATORS + "$" + type));
  }

  private void unaryLanes(UnaryOperator operator, Kind kind) {
    String owner = owner(kind);
    switch (operator) {
      case NEGATE -> virtual(owner, "neg", method(owner));
      case ABSOLUTE -> virtual(owner, "abs", method(owner));
      case SQUARE_ROOT -> virtual(owner, "sqrt", method(owner));
      case TO_INT -> convert(FLOAT_VECTOR, "F2I", INT_VECTOR);
      case TO_FLOAT -> convert(INT_VECTOR, "I2F", FLOAT_VECTOR);
      case FLOAT_TO_BITS -> virtual(FLOAT_VECTOR, "reinterpretAsInts", method(INT_VECTOR));
      case BITS_TO_FLOAT -> virtual(INT_VECTOR, "reinterpretAsFloats", method(FLOAT_VECTOR));
    }
  }

  private void convert(String from, String conversion, String to) {
    operator(conversion, "Conversion");
    pushInt(code, 0);
    virtual(from, "convert", method(VECTOR, OPERATORS + "$Conversion", "I"));
    code.visitTypeInsn(Opcodes.CHECKCAST, to);
  }

  private void rotate(int distance) {
    constants.pushRotation(code, distance);
    virtual(FLOAT_VECTOR, "rearrange", method(FLOAT_VECTOR, SHUFFLE));
  }

  private void compare(
      Expression expression, Comparison comparison, Expression left, Expression right) {
    if (!left.kind().isVector()) {
      Label otherwise = new Label();
      jumpUnless(expression, otherwise);
      scalars.pushTruth(otherwise);
      return;
    }
    emit(left);
    operator(comparison.vectorName(), "Comparison");
    emit(right);
    virtual(owner(left.kind()), "compare", method(MASK, OPERATORS + "$Comparison", VECTOR));
    if (left.kind() == Kind.INT_VECTOR) {
      constants.pushFloatSpecies(code);
      virtual(MASK, "cast", method(MASK, SPECIES));
    }
  }

  private void select(Expression condition, Expression whenTrue, Expression whenFalse) {
    Kind kind = whenTrue.kind();
    if (!kind.isVector()) {
      Label otherwise = new Label();
      Label end = new Label();
      jumpUnless(condition, otherwise);
      emit(whenTrue);
      code.visitJumpInsn(Opcodes.GOTO, end);
      code.visitLabel(otherwise);
      emit(whenFalse);
      code.visitLabel(end);
      return;
    }
    emit(whenFalse);
    emit(whenTrue);
    emit(condition);
    if (kind == Kind.INT_VECTOR) {
      constants.pushIntSpecies(code);
      virtual(MASK, "cast", method(MASK, SPECIES));
    }
    virtual(owner(kind), "blend", method(owner(kind), VECTOR, MASK));
  }

  private void virtual(String owner, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
  }

  private void statically(String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, FLOAT_VECTOR, name, descriptor, false);
  }
}
