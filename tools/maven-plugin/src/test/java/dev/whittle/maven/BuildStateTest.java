package dev.whittle.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildStateTest {
  private static final String OPTIONS = "options";

  @TempDir Path folder;
  private Path input;
  private Path root;

  @BeforeEach
  void writeInput() throws IOException {
    root = folder.resolve("target/classes");
    input = Files.writeString(folder.resolve("Net.cnn"), "network");
    Files.setLastModifiedTime(input, FileTime.from(Instant.EPOCH));
  }

  @Test
  void whatWasBuiltIsFreshUntilSomethingChanges() throws IOException {
    Path output = built("first");
    assertThat(read("first").isFresh("Net.cnn", OPTIONS)).isTrue();
    assertThat(read("first").isFresh("Net.cnn", "others")).isFalse();
    Files.writeString(output, "damaged");
    assertThat(read("first").isFresh("Net.cnn", OPTIONS)).isFalse();
    built("first");
    Files.writeString(input, "edited");
    assertThat(read("first").isFresh("Net.cnn", OPTIONS)).isFalse();
  }

  @Test
  void aFileEditedDuringTheBuildIsBuiltAgain() throws IOException {
    Files.setLastModifiedTime(input, FileTime.from(Instant.now().plusSeconds(5)));
    built("first");
    assertThat(read("first").isFresh("Net.cnn", OPTIONS)).isFalse();
  }

  @Test
  void theStateOfACopiedProjectDeletesNothing() throws IOException {
    Path output = built("first");
    BuildState copied = BuildState.read(stateFile("first"), folder.resolve("copy"), List.of(root));
    assertThat(copied.isEmpty()).isTrue();
    copied.retain(List.of());
    assertThat(output).exists();
  }

  @Test
  void whatIsGoneIsDeletedWithinTheFoldersWrittenTo() throws IOException {
    Path output = built("first");
    BuildState elsewhere =
        BuildState.read(stateFile("first"), folder, List.of(folder.resolve("target/other")));
    elsewhere.retain(List.of());
    assertThat(output).exists();
    assertThat(read("first").retain(List.of())).containsExactly("com.acme.Net");
    assertThat(output.getParent()).doesNotExist();
    assertThat(root).exists();
  }

  @Test
  void whatAnotherExecutionMadeStays() throws IOException {
    Path output = built("first");
    built("second");
    assertThat(read("first").retain(List.of())).isEmpty();
    assertThat(output).exists();
  }

  @Test
  void aBrokenStateIsNone() throws IOException {
    built("first");
    Path file = stateFile("first");
    String text = Files.readString(file);
    for (String broken :
        List.of("", "{", "[]", "{\"project\":\"" + folder + "\",\"files\":{\"Net.cnn\":{}}}")) {
      Files.writeString(file, broken);
      assertThat(read("first").isEmpty()).as(broken).isTrue();
    }
    Files.writeString(file, text);
    assertThat(read("first").isEmpty()).isFalse();
  }

  @Test
  void anUnchangedStateIsNotWritten() throws IOException {
    built("first");
    FileTime old = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(stateFile("first"), old);
    read("first").write();
    assertThat(Files.getLastModifiedTime(stateFile("first"))).isEqualTo(old);
  }

  @Test
  void whatIsNotSoundIsLookedAtAgain() throws IOException {
    Path output = built("first", false);
    assertThat(read("first").isFresh("Net.cnn", OPTIONS)).isFalse();
    assertThat(read("first").retain(List.of())).containsExactly("com.acme.Net");
    assertThat(output).doesNotExist();
  }

  private Path built(String execution) throws IOException {
    return built(execution, true);
  }

  private Path built(String execution, boolean isSound) throws IOException {
    Path output = root.resolve("com/acme/Net.whittle");
    FileTime start = FileTime.from(Instant.now());
    Files.createDirectories(output.getParent());
    Files.writeString(output, "model");
    Compiler.Built net =
        new Compiler.Built(
            "Net.cnn",
            List.of("com.acme.Net"),
            List.of(input.toString()),
            List.of(output.toString()),
            isSound);
    BuildState state = read(execution);
    state.replace(Map.of("Net.cnn", BuildState.Entry.of(net, OPTIONS, start)));
    state.write();
    return output;
  }

  private BuildState read(String execution) throws IOException {
    Files.createDirectories(stateFile(execution).getParent());
    return BuildState.read(stateFile(execution), folder, List.of(root));
  }

  private Path stateFile(String execution) {
    return folder.resolve("target/whittle/" + execution + ".json");
  }
}
