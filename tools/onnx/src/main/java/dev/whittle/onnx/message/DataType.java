package dev.whittle.onnx.message;

import java.util.Locale;
import java.util.Optional;

/** The element types of ONNX tensors, with the numbers that {@code onnx.proto} gives them. */
public enum DataType {
  FLOAT(1, 32, Kind.FLOAT),
  UINT8(2, 8, Kind.INTEGER),
  INT8(3, 8, Kind.INTEGER),
  UINT16(4, 16, Kind.INTEGER),
  INT16(5, 16, Kind.INTEGER),
  INT32(6, 32, Kind.INTEGER),
  INT64(7, 64, Kind.INTEGER),
  STRING(8, 0, Kind.OTHER),
  BOOL(9, 8, Kind.BOOLEAN),
  FLOAT16(10, 16, Kind.FLOAT),
  DOUBLE(11, 64, Kind.FLOAT),
  UINT32(12, 32, Kind.INTEGER),
  UINT64(13, 64, Kind.INTEGER),
  COMPLEX64(14, 64, Kind.OTHER),
  COMPLEX128(15, 128, Kind.OTHER),
  BFLOAT16(16, 16, Kind.FLOAT),
  FLOAT8E4M3FN(17, 8, Kind.FLOAT),
  FLOAT8E4M3FNUZ(18, 8, Kind.FLOAT),
  FLOAT8E5M2(19, 8, Kind.FLOAT),
  FLOAT8E5M2FNUZ(20, 8, Kind.FLOAT),
  UINT4(21, 4, Kind.INTEGER),
  INT4(22, 4, Kind.INTEGER),
  FLOAT4E2M1(23, 4, Kind.FLOAT),
  FLOAT8E8M0(24, 8, Kind.FLOAT);

  /** What an element is, whatever its width. */
  public enum Kind {
    FLOAT,
    INTEGER,
    BOOLEAN,
    OTHER
  }

  private final int number;
  private final int bits;
  private final Kind kind;

  DataType(int number, int bits, Kind kind) {
    this.number = number;
    this.bits = bits;
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  private boolean isUnsigned() {
    return this == UINT4 || this == UINT8 || this == UINT16 || this == UINT32 || this == UINT64;
  }

  /** The least integer. */
  public long least() {
    return isUnsigned() ? 0 : -1L << bits - 1;
  }

  /** The largest integer that fits a long, too. */
  public long most() {
    return isUnsigned() && bits < Long.SIZE
        ? (1L << bits) - 1
        : Long.MAX_VALUE >>> Long.SIZE - bits;
  }

  /** Bytes of {@code count} elements in {@code raw_data}; two 4-bit elements share one. */
  public long bytes(long count) {
    return Math.ceilDiv(Math.multiplyExact(count, (long) bits), 8L);
  }

  /** Bytes of the smallest piece that elements are stored in. */
  int storedBytes() {
    return Math.max(1, bits / 8);
  }

  boolean isHalfByte() {
    return bits == 4;
  }

  /** The name in lower case, as {@code float16}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type with the number {@code number}. */
  public static Optional<DataType> of(long number) {
    for (DataType type : values()) {
      if (type.number == number) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
