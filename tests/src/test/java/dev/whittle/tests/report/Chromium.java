package dev.whittle.tests.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.json.Json;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A headless browser with one page, spoken to in the DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final long PATIENCE_SECONDS = 30;

  private final Path profile;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final LinkedBlockingQueue<Json.Obj> received = new LinkedBlockingQueue<>();
  private final List<Json.Obj> events = new ArrayList<>();
  private int last;

  private Chromium(Path binary, Path profile) throws IOException, InterruptedException {
    this.profile = profile;
    this.process =
        new ProcessBuilder(
                binary.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log.txt").toFile())
            .start();
    this.socket =
        client.newWebSocketBuilder().buildAsync(URI.create(page(port())), new Listener()).join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Json.object());
    }
  }

  /** The browser on the path, if there is one. */
  static Optional<Path> find() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start(Path binary, Path profile) throws IOException, InterruptedException {
    return new Chromium(binary, profile);
  }

  /** Opens a page and waits until it is loaded. */
  void open(URI page) {
    call("Page.navigate", Json.object().put("url", page.toString()));
    await(message -> isEvent(message, "Page.loadEventFired"));
  }

  /** Makes the page so wide, light or dark. */
  void show(int width, int height, String scheme) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Json.object()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    Json.Obj feature =
        Json.object().put("name", "prefers-color-scheme").put("value", scheme).build();
    call("Emulation.setEmulatedMedia", Json.object().put("features", Json.array(List.of(feature))));
  }

  /** The value of a JavaScript expression. */
  Json evaluate(String expression) {
    Json.Obj answer =
        call(
            "Runtime.evaluate",
            Json.object().put("expression", expression).put("returnByValue", true));
    assertThat(answer.find("exceptionDetails")).as(expression).isEmpty();
    return answer.get("result").asObject().find("value").orElse(new Json.Null());
  }

  /** A picture of the page's first {@code height} pixels as a PNG file. */
  byte[] picture(int width, int height) {
    Json.Obj clip =
        Json.object()
            .put("x", 0)
            .put("y", 0)
            .put("width", width)
            .put("height", height)
            .put("scale", 1)
            .build();
    Json.Obj answer =
        call(
            "Page.captureScreenshot",
            Json.object()
                .put("format", "png")
                .put("captureBeyondViewport", true)
                .put("clip", clip));
    return Base64.getDecoder().decode(answer.get("data").asText());
  }

  /** What happened since the start, of one kind, for example {@code Log.entryAdded}. */
  List<Json.Obj> events(String method) {
    call("Runtime.evaluate", Json.object().put("expression", "0"));
    return events.stream()
        .filter(e -> isEvent(e, method))
        .map(e -> e.get("params").asObject())
        .toList();
  }

  @Override
  public void close() {
    call("Browser.close", Json.object());
    client.shutdownNow();
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private Json.Obj call(String method, Json.Builder parameters) {
    int id = ++last;
    Json.Obj message =
        Json.object().put("id", id).put("method", method).put("params", parameters.build()).build();
    socket.sendText(message.text(), true).join();
    Json.Obj answer = await(m -> m.find("id").filter(i -> i.asInt() == id).isPresent());
    assertThat(answer.find("error")).as(method).isEmpty();
    return answer.get("result").asObject();
  }

  private Json.Obj await(Predicate<Json.Obj> isWanted) {
    try {
      while (true) {
        Json.Obj message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("an answer of the browser").isNotNull();
        events.add(message);
        if (isWanted.test(message)) {
          return message;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isEvent(Json.Obj message, String method) {
    return message.find("method").filter(m -> m.asText().equals(method)).isPresent();
  }

  private int port() throws InterruptedException, IOException {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(file)) {
        try (Stream<String> lines = Files.lines(file)) {
          Optional<String> port = lines.findFirst();
          if (port.isPresent()) {
            return Integer.parseInt(port.get());
          }
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError(
        "the browser did not start: " + Files.readString(profile.resolve("log.txt")));
  }

  private String page(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/json/list".formatted(port)))
            .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
            .build();
    String answer =
        client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
    return Json.parse(answer).asList().stream()
        .map(Json::asObject)
        .filter(target -> target.get("type").asText().equals("page"))
        .map(target -> target.get("webSocketDebuggerUrl").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no page in " + answer));
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        received.add(Json.parse(text.toString()).asObject());
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
