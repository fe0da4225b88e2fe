package dev.whittle.cli.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Shape;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TensorFileProperties {
  @Provide
  Arbitrary<List<Integer>> shapes() {
    return Arbitraries.integers().between(0, 5).list().ofMaxSize(5);
  }

  @Property(tries = 200)
  void whatIsWrittenReadsBack(
      @ForAll("shapes") List<Integer> sizes, @ForAll ElementType type, @ForAll long seed)
      throws IOException {
    int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
    Map<String, Tensor> written = new LinkedHashMap<>();
    for (String name : List.of("fire2/x", "image")) {
      byte[] bytes = new byte[(int) Tensor.elementCount(shape) * type.bytes()];
      new Random(seed + name.length()).nextBytes(bytes);
      written.put(name, Tensor.of(type, MemorySegment.ofArray(bytes), shape));
    }
    Path path = Files.createTempFile("whittle", ".npz");
    try {
      NpzWriter.write(path, written);
      try (TensorFile file = TensorFile.open(path)) {
        assertThat(file.types().keySet()).containsExactlyElementsOf(written.keySet());
        written.forEach((name, tensor) -> {
          Tensor read = file.read(name);
          if (type == ElementType.BF16) {
            assertThat(read.type()).isEqualTo(ElementType.F32);
            assertThat(read.floats()).containsExactly(tensor.floats());
          } else {
            assertThat(read).isEqualTo(tensor);
          }
        });
      }
    } finally {
      Files.deleteIfExists(path);
    }
  }

  @Property(tries = 300)
  void everyLayoutReadsTheSame(
      @ForAll("shapes") List<Integer> sizes,
      @ForAll NpyType type,
      @ForAll boolean isBig,
      @ForAll boolean isFortran,
      @ForAll @IntRange(min = 1, max = 3) int version)
      throws IOException {
    int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
    int count = (int) Tensor.elementCount(shape);
    ByteOrder order = isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer elements = ByteBuffer.allocate(count * type.bytes()).order(order);
    for (int i = 0; i < count; i++) {
      put(elements, type, isFortran ? rowMajor(i, shape) : i);
    }
    String descr = (type.bytes() == 1 ? "|" : isBig ? ">" : "<") + type.code();
    String tuple = new NpyHeader(type, order, isFortran, Shape.of(shape)).shape().toString();
    String sequence = tuple.substring(1, tuple.length() - 1);
    String text =
        NpyExample.header(descr, isFortran, "(" + sequence + (sizes.isEmpty() ? ")" : ",)"));
    Path path =
        Files.write(
            Files.createTempFile("whittle", ".npy"),
            NpyExample.npy(version, text, elements.array()));
    try (TensorFile file = TensorFile.open(path)) {
      Tensor read = file.read(TensorFile.UNNAMED);
      assertThat(read.type()).isEqualTo(type.element());
      assertThat(read.shape()).isEqualTo(shape);
      for (int i = 0; i < count; i++) {
        assertThat(read.get(i)).isEqualTo(value(type, i));
      }
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private static double value(NpyType type, int index) {
    return switch (type) {
      case B1 -> index % 2;
      case U1 -> index % 256;
      case I1 -> (byte) index;
      case F2 -> Float.float16ToFloat(Float.floatToFloat16(index - 7.5f));
      default -> index - 1000;
    };
  }

  private static void put(ByteBuffer target, NpyType type, int index) {
    double value = value(type, index);
    switch (type) {
      case F8 -> target.putDouble(value);
      case F4 -> target.putFloat((float) value);
      case F2 -> target.putShort(Float.floatToFloat16((float) value));
      case I8 -> target.putLong((long) value);
      case I4 -> target.putInt((int) value);
      case I2 -> target.putShort((short) value);
      case I1, U1, B1 -> target.put((byte) (int) value);
    }
  }

  /** The row-major place of the element at {@code place}, the first index varying fastest. */
  private static int rowMajor(int place, int[] shape) {
    int result = 0;
    int stride = 1;
    for (int size : shape) {
      stride *= size;
    }
    int rest = place;
    for (int size : shape) {
      stride /= size;
      result += rest % size * stride;
      rest /= size;
    }
    return result;
  }
}
