package dev.whittle.cli.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NpzWriterTest {
  @Test
  void writesHeaderAndLittleEndianValues() throws IOException {
    byte[] npy = only(Tensor.of(new float[] {1.5f, -2f, 0f}, 3, 1));
    assertThat(npy).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    int length = ByteBuffer.wrap(npy, 8, 2).order(ByteOrder.LITTLE_ENDIAN).getShort();
    assertThat((10 + length) % 64).isZero();
    assertThat(new String(npy, 10, length, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 1), }")
        .endsWith("\n");
    ByteBuffer data =
        ByteBuffer.wrap(npy, 10 + length, npy.length - 10 - length).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(data.getFloat()).isEqualTo(1.5f);
    assertThat(data.getFloat()).isEqualTo(-2f);
    assertThat(data.remaining()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void takesEveryElementType(ElementType type) throws IOException {
    byte[] npy = only(Tensor.zeros(type, 2, 5));
    int bytes = type == ElementType.BF16 ? 4 : type.bytes();
    assertThat(npy.length % 64).isEqualTo(10 * bytes % 64);
  }

  private static byte[] only(Tensor tensor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpzWriter npz = new NpzWriter(out)) {
      npz.add("fire2/x", tensor);
    }
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("fire2/x.npy");
      return zip.readAllBytes();
    }
  }
}
