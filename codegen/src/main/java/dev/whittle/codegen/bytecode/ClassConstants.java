package dev.whittle.codegen.bytecode;

import static dev.whittle.codegen.bytecode.VectorTypes.FLOATS;
import static dev.whittle.codegen.bytecode.VectorTypes.FLOAT_VECTOR;
import static dev.whittle.codegen.bytecode.VectorTypes.INTS;
import static dev.whittle.codegen.bytecode.VectorTypes.INT_VECTOR;
import static dev.whittle.codegen.bytecode.VectorTypes.LANE_INDEX;
import static dev.whittle.codegen.bytecode.VectorTypes.SHUFFLE;
import static dev.whittle.codegen.bytecode.VectorTypes.SPECIES;
import static dev.whittle.codegen.bytecode.VectorTypes.descriptor;
import static dev.whittle.codegen.bytecode.VectorTypes.method;

import dev.whittle.codegen.kernel.Expression.Interleave;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The static final fields of a generated class: species, shuffles and index maps, which C2 treats
 * as constants. Collected while the methods are written, initialised at the end.
 */
final class ClassConstants {
  private static final int FIELD = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;

  private final String owner;
  private final int lanes;
  private final Map<String, Field> fields = new TreeMap<>();

  private record Field(String descriptor, Consumer<MethodVisitor> value) {}

  ClassConstants(String owner, int lanes) {
    this.owner = owner;
    this.lanes = lanes;
  }

  void pushFloatSpecies(MethodVisitor code) {
    push(code, FLOATS, SPECIES, init -> species(init, FLOAT_VECTOR));
  }

  void pushIntSpecies(MethodVisitor code) {
    push(code, INTS, SPECIES, init -> species(init, INT_VECTOR));
  }

  void pushLaneIndex(MethodVisitor code) {
    push(
        code,
        LANE_INDEX,
        INT_VECTOR,
        init -> {
          species(init, INT_VECTOR);
          init.visitMethodInsn(
              Opcodes.INVOKESTATIC, INT_VECTOR, "zero", method(INT_VECTOR, SPECIES), false);
          init.visitInsn(Opcodes.ICONST_1);
          init.visitMethodInsn(
              Opcodes.INVOKEVIRTUAL, INT_VECTOR, "addIndex", method(INT_VECTOR, "I"), false);
        });
  }

  void pushRotation(MethodVisitor code, int distance) {
    push(
        code,
        "ROTATE_" + distance,
        SHUFFLE,
        init -> {
          species(init, FLOAT_VECTOR);
          pushInt(init, distance);
          init.visitInsn(Opcodes.ICONST_1);
          init.visitInsn(Opcodes.ICONST_1);
          init.visitMethodInsn(
              Opcodes.INVOKESTATIC,
              SHUFFLE,
              "iota",
              method(SHUFFLE, SPECIES, "I", "I", "Z"),
              false);
        });
  }

  void pushSpread(MethodVisitor code, int span, int held, int index) {
    pushShuffle(
        code,
        "SPREAD_" + index + "_OF_" + held + "_TO_" + span,
        lane -> (lane / span * held + index) % lanes);
  }

  void pushInterleave(MethodVisitor code, int runs) {
    pushShuffle(code, "INTERLEAVE_" + runs, lane -> Interleave.source(lane, runs, lanes));
  }

  private void pushShuffle(MethodVisitor code, String name, IntUnaryOperator ofLane) {
    push(
        code,
        name,
        SHUFFLE,
        init -> {
          species(init, FLOAT_VECTOR);
          pushInts(init, ofLane);
          pushInt(init, 0);
          init.visitMethodInsn(
              Opcodes.INVOKESTATIC,
              SHUFFLE,
              "fromArray",
              method(SHUFFLE, SPECIES, "[I", "I"),
              false);
        });
  }

  void pushStride(MethodVisitor code, int stride) {
    String name = "STRIDE_" + stride;
    fields.computeIfAbsent(
        name, key -> new Field("[I", init -> pushInts(init, lane -> lane * stride)));
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, name, "[I");
  }

  private void pushInts(MethodVisitor code, IntUnaryOperator ofLane) {
    pushInt(code, lanes);
    code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT);
    for (int lane = 0; lane < lanes; lane++) {
      code.visitInsn(Opcodes.DUP);
      pushInt(code, lane);
      pushInt(code, ofLane.applyAsInt(lane));
      code.visitInsn(Opcodes.IASTORE);
    }
  }

  /** Declares the fields and writes the class initialiser. */
  void write(ClassVisitor type) {
    if (fields.isEmpty()) {
      return;
    }
    fields.forEach(
        (name, field) -> type.visitField(FIELD, name, field.descriptor(), null, null).visitEnd());
    MethodVisitor code = type.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    code.visitCode();
    fields.forEach((name, field) -> {
      field.value().accept(code);
      code.visitFieldInsn(Opcodes.PUTSTATIC, owner, name, field.descriptor());
    });
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  static void pushInt(MethodVisitor code, int value) {
    if (value >= -1 && value <= 5) {
      code.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value == (byte) value) {
      code.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value == (short) value) {
      code.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      code.visitLdcInsn(value);
    }
  }

  private void push(MethodVisitor code, String name, String type, Consumer<MethodVisitor> value) {
    fields.putIfAbsent(name, new Field(descriptor(type), value));
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, name, descriptor(type));
  }

  private void species(MethodVisitor code, String vector) {
    code.visitFieldInsn(
        Opcodes.GETSTATIC, vector, "SPECIES_" + lanes * Float.SIZE, descriptor(SPECIES));
  }
}
