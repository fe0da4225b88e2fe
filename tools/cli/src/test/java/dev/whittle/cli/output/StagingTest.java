package dev.whittle.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  @TempDir Path folder;

  @Test
  void whatIsNotCommittedIsGone() throws IOException {
    try (Staging staging = new Staging(folder.resolve("out"))) {
      Files.writeString(staging.makeFolder("a/b").resolve("c"), "text");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileReplacesAFile() throws IOException {
    Path target = Files.writeString(folder.resolve("out"), "old");
    try (Staging staging = new Staging(target)) {
      Files.writeString(staging.folder().resolve("new"), "new");
      assertThat(target).hasContent("old");
      staging.commitFile("new");
    }
    assertThat(target).hasContent("new");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void aFolderReplacesAFolder() throws IOException {
    Path target = Files.createDirectory(folder.resolve("out"));
    Files.writeString(target.resolve("old"), "old");
    try (Staging staging = new Staging(target)) {
      Files.writeString(staging.makeFolder("result").resolve("new"), "new");
      staging.commitFolder("result");
    }
    assertThat(target.resolve("old")).doesNotExist();
    assertThat(target.resolve("new")).hasContent("new");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void missingParentsAreMade() throws IOException {
    try (Staging staging = new Staging(folder.resolve("a/b/out"))) {
      Files.writeString(staging.folder().resolve("x"), "x");
      staging.commitFile("x");
    }
    assertThat(folder.resolve("a/b/out")).hasContent("x");
  }

  @Test
  void aFileInTheWayIsTheUsersMatter() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> new Staging(folder.resolve("file/out")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot write");
  }
}
