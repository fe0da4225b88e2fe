package dev.whittle.cli.tensor;

import static dev.whittle.cli.tensor.NpyExample.header;
import static dev.whittle.cli.tensor.NpyExample.npy;
import static dev.whittle.cli.tensor.NpyExample.zeros;
import static dev.whittle.cli.tensor.NpyExample.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.whittle.cli.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to break a reader are refused with the reason. */
class HostileTensorFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "(nan,)                      | expected a size",
        "(-1,)                       | expected a size, a number without sign",
        "(1.5,)                      | expected )",
        "(99999999999999999999,)     | the size 99999999999999999999 is too large",
        "(2147483647, 2147483647)    | over 2 GiB",
        "(65536, 65536, 0, 65536)    | over 2 GiB",
        "(600000000,)                | over 2 GiB",
        "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1) | it has 33 axes",
        "(2, 3                       | expected a size",
        "nan                         | expected (",
        "(2,), 'shape': (3,)         | the key 'shape' is there twice",
        "(2,), 'order': True         | the key 'order' is unknown"
      })
  void shapesAreChecked(String shape, String problem) throws IOException {
    assertRefused(npy(1, header("<f4", false, shape), new byte[8]), problem);
  }

  @ParameterizedTest
  @CsvSource({
    "<c8, those read are f8",
    "|O, elements of type '|O'",
    "|f4, elements of type '|f4'",
    "'', elements of type ''",
    "<U3, elements of type '<U3'"
  })
  void elementsThatAreNotReadAreNamed(String descr, String problem) throws IOException {
    assertRefused(npy(1, header(descr, false, "(2,)"), new byte[8]), problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "NaN",
        "{}",
        "{} {}",
        "{'descr: 3}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': False}"
      })
  void malformedHeadersAreRefused(String text) throws IOException {
    assertRefused(npy(2, text), "");
  }

  @Test
  void lyingSizesAreRefused() throws IOException {
    assertRefused(zeros("(500000000,)", 8), "needs 2000000000 bytes, there are 8");
    assertRefused(zeros("(2,)", 9), "needs 8 bytes, there are more");
    byte[] claim = npy(2, "{}");
    Arrays.fill(claim, 8, 12, (byte) 0xff);
    assertRefused(claim, "the header claims 4294967295 bytes");
    assertRefused(npy(4, "{}"), "has version 4");
    assertRefused("not NumPy's".getBytes(StandardCharsets.UTF_8), "does not start with");
    assertRefused(new byte[0], "does not start with");
    assertThatThrownBy(() -> TensorFile.open(folder)).hasMessageEndingWith("is no file on a disk");
    assertThatThrownBy(() -> TensorFile.open(folder.resolve("none")))
        .hasMessageEndingWith("no such file or folder");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] npy = zeros("(2, 3)", 24);
    for (int length = 0; length < npy.length; length++) {
      assertRefused(Arrays.copyOf(npy, length), "");
    }
    byte[] npz = Files.readAllBytes(zip(folder.resolve("x.npz"), "a.npy", npy));
    for (int length = 0; length < npz.length; length++) {
      assertRefused(Arrays.copyOf(npz, length), "");
    }
  }

  @Test
  void noDamageEndsInAnotherError() throws IOException {
    byte[] npy = zeros("(2, 3)", 24);
    byte[] npz = Files.readAllBytes(zip(folder.resolve("x.npz"), "a.npy", npy, "b.npy", npy));
    Random random = new Random(1);
    for (int i = 0; i < 4000; i++) {
      byte[] damaged = (i % 2 == 0 ? npy : npz).clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      Throwable thrown = catchThrowable(() -> readAll(damaged));
      assertThat(thrown)
          .satisfiesAnyOf(
              t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(UserError.class));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.npy",
        "/x.npy",
        "a//x.npy",
        "a\\x.npy",
        "a/./x.npy",
        "x",
        ".npy",
        "a\nx.npy"
      })
  void namesThatAreNoneAreRefused(String name) throws IOException {
    Path path = zip(folder.resolve("x.npz"), name, zeros("(2,)", 8));
    assertThatThrownBy(() -> TensorFile.open(path))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no tensor");
  }

  @Test
  void anEntryThatIsThereTwiceIsRefused() throws IOException {
    Path path = zip(folder.resolve("x.npz"), "a.npy", zeros("()", 4), "b.npy", zeros("()", 4));
    byte[] bytes = Files.readAllBytes(path);
    for (int i = 0; i < bytes.length - 5; i++) {
      if (Arrays.equals(bytes, i, i + 5, "b.npy".getBytes(StandardCharsets.UTF_8), 0, 5)) {
        bytes[i] = 'a';
      }
    }
    Files.write(path, bytes);
    assertThatThrownBy(() -> TensorFile.open(path))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tensor a: is there twice");
    assertThatThrownBy(() -> TensorFile.open(zip(folder.resolve("empty.npz"))))
        .hasMessageContaining("holds 0 tensors");
  }

  @Test
  void aZipBombIsNotInflatedBeyondWhatItsShapeNeeds() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("bomb.npy"));
      zip.write(npy(1, header("<f4", false, "(2,)")));
      for (int i = 0; i < 256; i++) {
        zip.write(new byte[1 << 20]);
      }
      zip.closeEntry();
    }
    assertThat(bytes.size()).isLessThan(1 << 19);
    assertRefused(bytes.toByteArray(), "needs 8 bytes, there are more");
  }

  @Test
  void anotherChecksumIsNoticed() throws IOException {
    byte[] npy = zeros("(2,)", 8);
    Path path = zip(folder.resolve("x.npz"), "a.npy", npy);
    byte[] bytes = Files.readAllBytes(path);
    int central = bytes.length - 22 - 46 - "a.npy".length();
    bytes[central + 16] ^= 1;
    assertRefused(bytes, "tensor a: is damaged");
  }

  private void assertRefused(byte[] content, String problem) {
    assertThatThrownBy(() -> readAll(content))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(folder + "/hostile")
        .hasMessageContaining(problem);
  }

  private void readAll(byte[] content) throws IOException {
    Path path = Files.write(folder.resolve("hostile"), content);
    try (TensorFile file = TensorFile.open(path)) {
      file.types().keySet().forEach(file::read);
    }
  }
}
