package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
  private static final Path DOCUMENT = Example.ROOT.resolve("docs/cli.md");

  static Stream<String> commands() {
    return Whittle.commandLine().getSubcommands().keySet().stream().filter(c -> !c.equals("help"));
  }

  @Test
  void versionNamesTheTool() {
    Invocation version = Invocation.of("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).startsWith("whittle ");
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    Invocation help = Invocation.of("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains(commands().toList());
    for (ExitCode code : ExitCode.values()) {
      assertThat(help.out()).containsPattern("(?m)^ +" + code.code() + " +\\w");
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfWithExamples(String command) {
    Invocation help = Invocation.of(command, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .startsWith("Usage: whittle " + command)
        .contains("Examples:\n  whittle ");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandTakesJson(String command) {
    assertThat(Whittle.commandLine().getSubcommands().get(command).getCommandSpec().optionsMap())
        .containsKeys("--json", "--stacktrace", "--help");
  }

  @Test
  void theDocumentListsCommandsOptionsAndExitCodes() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (ExitCode code : ExitCode.values()) {
      assertThat(document).contains("| %d | %s |".formatted(code.code(), code.meaning()));
    }
    commands().forEach(command -> assertThat(document).contains("### `" + command + "`"));
    Set<String> options = new TreeSet<>();
    for (CommandLine command : Whittle.commandLine().getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        options.add(option.longestName());
      }
    }
    assertThat(options.stream().filter(option -> !document.contains("`" + option)).toList())
        .isEmpty();
  }

  @Test
  void theExamplesInHelpParse() {
    for (String command : commands().toList()) {
      CommandLine line = Whittle.commandLine().getSubcommands().get(command);
      List<String> examples =
          Arrays.stream(line.getCommandSpec().usageMessage().footer())
              .map(String::strip)
              .filter(example -> example.startsWith("whittle "))
              .toList();
      assertThat(examples).isNotEmpty();
      for (String example : examples) {
        String[] words = example.replaceAll(" [|>].*", "").split(" ");
        Whittle.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length));
      }
    }
  }
}
