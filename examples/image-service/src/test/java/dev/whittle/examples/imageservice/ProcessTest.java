package dev.whittle.examples.imageservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service as a process of its own. */
@Timeout(120)
class ProcessTest {
  private static final Pattern ADDRESS = Pattern.compile("listens on (http://\\S+), warming up");

  @Test
  void endsWithCode0WhenAskedTo() throws Exception {
    Process process = start("127.0.0.1:0");
    try (BufferedReader out = process.inputReader();
        HttpClient client = HttpClient.newHttpClient()) {
      Matcher address = ADDRESS.matcher(out.readLine());
      assertThat(address.find()).isTrue();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address.group(1) + "/classify?top=1"))
              .POST(BodyPublishers.ofFile(Path.of("../glyphs/pictures/7-shifted.png")))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("\"label\":\"7\"");
      assertThat(out.readLine()).startsWith("ready after ");
      process.toHandle().destroy();
      assertThat(out.readLine()).isEqualTo("stopped");
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void explainsAWrongAddress() throws Exception {
    Process process = start("localhost");
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.lines()).anyMatch(line -> line.contains("expected [ADDRESS:]PORT"));
      assertThat(process.waitFor()).isEqualTo(2);
    }
  }

  private static Process start(String address) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(GlyphService.class.getName(), address));
    return new ProcessBuilder(command).start();
  }
}
