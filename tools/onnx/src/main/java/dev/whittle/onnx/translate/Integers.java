package dev.whittle.onnx.translate;

import dev.whittle.ir.Value;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.Cast;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Floor;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.op.ToFloat;
import dev.whittle.onnx.message.DataType;
import dev.whittle.runtime.ElementType;
import java.util.Optional;

/**
 * Operators on integers that a network computes. They work on the floats of the same values, so
 * only what is exact on floats is read.
 */
final class Integers {
  private static final String FIX =
      "give the input a value with --input-value, or cast it to float before";

  private Integers() {}

  /** The type of networks that holds all elements of a type of ONNX. */
  static ElementType held(DataType type) {
    return switch (type) {
      case BOOL -> ElementType.BOOL;
      case INT8, INT4 -> ElementType.I8;
      case UINT8, UINT4 -> ElementType.U8;
      case INT16, UINT16, INT32 -> ElementType.I32;
      case UINT32, UINT64, INT64 -> ElementType.I64;
      default -> ElementType.F32;
    };
  }

  /**
   * As {@code floats}, which gives integers for integers: some of them, or as many as they are.
   *
   * @param data which inputs are numbers to compute with; all when none are named
   */
  static OnnxOperator.Translation exact(OnnxOperator.Translation floats, int... data) {
    return call -> {
      Optional<ElementType> type = call.integers(data);
      floats.translate(call);
      type.ifPresent(t -> call.mapResults(y -> call.add("integers", new Cast(t), y)));
    };
  }

  /** As {@code floats}, which reads integers as the floats they are. */
  static OnnxOperator.Translation read(OnnxOperator.Translation floats, int... data) {
    return call -> {
      call.integers(data);
      floats.translate(call);
    };
  }

  /** As {@code floats}, whose results wrap around; only integers of 8 bits are sure to be exact. */
  static OnnxOperator.Translation wrapping(OnnxOperator.Translation floats, Op op) {
    return call -> {
      Optional<ElementType> type = call.integers();
      boolean isSmall = type.isEmpty() || bits(type.get()) <= 8;
      boolean isUnary = op instanceof Activation;
      if (!isSmall && !isUnary || op instanceof Div && type.equals(Optional.of(ElementType.I8))) {
        throw new Refusal(
            "computes with %s, of which results may be no exact floats"
                .formatted(type.get().text()),
            FIX);
      }
      floats.translate(call);
      type.ifPresent(t -> call.mapResults(y -> wrapped(call, t, op, y)));
    };
  }

  private static Value wrapped(Call call, ElementType type, Op op, Value y) {
    Value whole =
        switch (op) {
          case Add _, Sub _, Mul _, Abs _ when bits(type) <= 8 -> modulo(call, type, y);
          case Activation _ when bits(type) <= 8 -> modulo(call, type, y);
          case Arithmetic _, Activation _ -> y;
          default -> throw new IllegalArgumentException(op.operator());
        };
    return call.add("integers", new Cast(type), whole);
  }

  /** {@code y − 256 ⌊(y − least) / 256⌋}. */
  private static Value modulo(Call call, ElementType type, Value y) {
    Value shifted =
        type == ElementType.I8
            ? call.add("shifted", new Add(), y, Elementwise.scalar(call, "least", 128))
            : y;
    Value share = call.add("share", new Mul(), shifted, Elementwise.scalar(call, "range", 0x1p-8f));
    Value times = call.add("times", new Floor(), share);
    Value over = call.add("over", new Mul(), times, Elementwise.scalar(call, "modulus", 256));
    return call.add("wrapped", new Sub(), y, over);
  }

  /** Casts what the network computes. */
  static void cast(Call call, DataType to) {
    Value x = call.value(0);
    ElementType from = call.type(x).element();
    ElementType type = held(to);
    if (from == type) {
      call.give(0, new Operand.Live(x));
    } else if (from == ElementType.F32) {
      call.emit(new Cast(type), x);
    } else if (type == ElementType.F32) {
      call.emit(new ToFloat(), x);
    } else if (type == ElementType.BOOL || isWider(type, from) || isPosition(call, x, type)) {
      call.emit(new Cast(type), call.add("number", new ToFloat(), x));
    } else {
      throw new Refusal(
          "casts %s to %s, which does not hold them all".formatted(from.text(), to.text()), FIX);
    }
  }

  private static boolean isWider(ElementType type, ElementType than) {
    return than == ElementType.BOOL || bits(type) > bits(than);
  }

  /** Whether {@code x} is a position along an axis, and {@code type} holds all of those. */
  private static boolean isPosition(Call call, Value x, ElementType type) {
    return type == ElementType.I32 && call.isPosition(x);
  }

  private static int bits(ElementType type) {
    return type == ElementType.BOOL ? 1 : 8 * type.bytes();
  }
}
