package dev.whittle.codegen.bytecode;

import static org.objectweb.asm.Opcodes.*;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Kind;
import dev.whittle.codegen.kernel.UnaryOperator;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Scalar arithmetic on operands that are already on the stack. */
final class ScalarEmitter {
  private static final String MATH = "java/lang/Math";
  private static final String FLOAT_CLASS = "java/lang/Float";

  private final MethodVisitor code;

  ScalarEmitter(MethodVisitor code) {
    this.code = code;
  }

  void pushFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (bits == 0) {
      code.visitInsn(FCONST_0);
    } else if (value == 1f) {
      code.visitInsn(FCONST_1);
    } else if (value == 2f) {
      code.visitInsn(FCONST_2);
    } else {
      code.visitLdcInsn(value);
    }
  }

  /** Pushes 1, or 0 when control comes from {@code otherwise}. */
  void pushTruth(Label otherwise) {
    Label end = new Label();
    code.visitInsn(ICONST_1);
    code.visitJumpInsn(GOTO, end);
    code.visitLabel(otherwise);
    code.visitInsn(ICONST_0);
    code.visitLabel(end);
  }

  void unary(UnaryOperator operator, Kind kind) {
    boolean isFloat = kind == Kind.FLOAT;
    switch (operator) {
      case NEGATE -> code.visitInsn(isFloat ? FNEG : INEG);
      case ABSOLUTE -> call(MATH, "abs", isFloat ? "(F)F" : "(I)I");
      case SQUARE_ROOT -> {
        code.visitInsn(F2D);
        call(MATH, "sqrt", "(D)D");
        code.visitInsn(D2F);
      }
      case TO_INT -> code.visitInsn(F2I);
      case TO_FLOAT -> code.visitInsn(I2F);
      case FLOAT_TO_BITS -> call(FLOAT_CLASS, "floatToRawIntBits", "(F)I");
      case BITS_TO_FLOAT -> call(FLOAT_CLASS, "intBitsToFloat", "(I)F");
    }
  }

  void binary(BinaryOperator operator, Kind kind) {
    boolean isFloat = kind == Kind.FLOAT;
    switch (operator) {
      case ADD -> code.visitInsn(isFloat ? FADD : IADD);
      case SUBTRACT -> code.visitInsn(isFloat ? FSUB : ISUB);
      case MULTIPLY -> code.visitInsn(isFloat ? FMUL : IMUL);
      case DIVIDE -> code.visitInsn(isFloat ? FDIV : IDIV);
      case REMAINDER -> code.visitInsn(isFloat ? FREM : IREM);
      case MINIMUM -> call(MATH, "min", isFloat ? "(FF)F" : "(II)I");
      case MAXIMUM -> call(MATH, "max", isFloat ? "(FF)F" : "(II)I");
      case AND -> code.visitInsn(IAND);
      case OR -> code.visitInsn(IOR);
      case XOR -> code.visitInsn(IXOR);
      case SHIFT_LEFT -> code.visitInsn(ISHL);
      case SHIFT_RIGHT -> code.visitInsn(ISHR);
      case SHIFT_RIGHT_UNSIGNED -> code.visitInsn(IUSHR);
    }
  }

  void jumpUnless(Comparison comparison, Kind kind, Label target) {
    if (kind == Kind.FLOAT) {
      boolean less = comparison == Comparison.LESS || comparison == Comparison.LESS_OR_EQUAL;
      code.visitInsn(less ? FCMPG : FCMPL);
      code.visitJumpInsn(
          switch (comparison) {
            case EQUAL -> IFNE;
            case NOT_EQUAL -> IFEQ;
            case LESS -> IFGE;
            case LESS_OR_EQUAL -> IFGT;
            case GREATER -> IFLE;
            case GREATER_OR_EQUAL -> IFLT;
          },
          target);
    } else {
      code.visitJumpInsn(
          switch (comparison) {
            case EQUAL -> IF_ICMPNE;
            case NOT_EQUAL -> IF_ICMPEQ;
            case LESS -> IF_ICMPGE;
            case LESS_OR_EQUAL -> IF_ICMPGT;
            case GREATER -> IF_ICMPLE;
            case GREATER_OR_EQUAL -> IF_ICMPLT;
          },
          target);
    }
  }

  private void call(String owner, String name, String descriptor) {
    code.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false);
  }
}
