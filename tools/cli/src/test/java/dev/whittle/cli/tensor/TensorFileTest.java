package dev.whittle.cli.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that NumPy 2.4 wrote. */
class TensorFileTest {
  @TempDir Path folder;

  /**
   * {@code numpy.save(f, numpy.asfortranarray(numpy.arange(6).reshape(2, 3).astype('>f8') / 4))}.
   */
  @Test
  void readsFortranOrderOfNumPy() throws IOException {
    Tensor tensor =
        lone(
            """
            k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAo
            MiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
            ICAgICAgIAoAAAAAAAAAAAAAAAAAAOg/AAAAAAAA0D8AAAAAAADwPwAAAAAAAOA/AAAAAAAA9D8=
            """);
    assertThat(tensor).hasToString("f32[2, 3]");
    assertThat(tensor.floats()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1.25f);
  }

  /** {@code numpy.lib.format.write_array(f, numpy.array([1.5, -2], 'f2'), version=(3, 0))}. */
  @Test
  void readsVersion3OfNumPy() throws IOException {
    Tensor tensor =
        lone(
            """
            k05VTVBZAwB0AAAAeydkZXNjcic6ICc8ZjInLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUn
            OiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
            ICAgICAgIAoAPgDA
            """);
    assertThat(tensor).hasToString("f16[2]");
    assertThat(tensor.floats()).containsExactly(1.5f, -2);
  }

  /**
   * {@code numpy.savez_compressed(f, image=numpy.arange(4, dtype='f4').reshape(2, 2) / 2,
   * **{'fire2/x': numpy.array([1, -2], '>i2')})}.
   */
  @Test
  void readsArchivesOfNumPy() throws IOException {
    Path path =
        write(
            """
            UEsDBC0AAAAIAAAAIQCwaumj//////////8JABQAaW1hZ2UubnB5AQAQAJAAAAAAAAAAUAAAAAAAAACb
            7BfqGxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgpG
            mjoKtQpkAy4GCLBnYGgA4gP2AFBLAwQtAAAACAAAACEAOdjgjv//////////CwAUAGZpcmUyL3gubnB5
            AQAQAIQAAAAAAAAASAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBul2mkrqOgnpZfVFKUmBefX5SS
            ChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuBsb//wBQSwECLQMtAAAACAAAACEAsGrpo1AAAACQAAAA
            CQAAAAAAAAAAAAAAgAEAAAAAaW1hZ2UubnB5UEsBAi0DLQAAAAgAAAAhADnY4I5IAAAAhAAAAAsAAAAA
            AAAAAAAAAIABiwAAAGZpcmUyL3gubnB5UEsFBgAAAAACAAIAcAAAABABAAAAAA==
            """);
    try (TensorFile file = TensorFile.open(path)) {
      assertThat(file.types())
          .containsEntry("image", TensorType.f32(2, 2))
          .containsEntry("fire2/x", new TensorType(ElementType.I32, Shape.of(2)))
          .hasSize(2);
      assertThat(file.read("image").floats()).containsExactly(0, 0.5f, 1, 1.5f);
      assertThat(file.read("fire2/x").floats()).containsExactly(1, -2);
    }
  }

  private Tensor lone(String base64) throws IOException {
    try (TensorFile file = TensorFile.open(write(base64))) {
      assertThat(file.types()).containsOnlyKeys(TensorFile.UNNAMED);
      return file.read(TensorFile.UNNAMED);
    }
  }

  private Path write(String base64) throws IOException {
    return Files.write(folder.resolve("numpy"), Base64.getMimeDecoder().decode(base64));
  }
}
