package dev.whittle.examples.imageservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.runtime.Answer;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.json.Json.Obj;
import dev.whittle.runtime.picture.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ImageServiceTest {
  private static final Path PICTURES = Path.of("../glyphs/pictures");
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final Limits LIMITS = new Limits(100_000, 2, 2, Duration.ofSeconds(10));

  private final HttpClient client = HttpClient.newHttpClient();
  private Glyphs network;

  @BeforeAll
  void load() {
    network = Glyphs.load(Options.standard().withThreads(1).withoutQuickStart());
  }

  @AfterAll
  void close() {
    network.close();
    client.close();
  }

  @Test
  void answersAreTheModels() throws Exception {
    List<Path> pictures;
    try (Stream<Path> files = Files.list(PICTURES)) {
      pictures = files.filter(f -> f.toString().endsWith(".png")).sorted().toList();
    }
    assertThat(pictures).hasSize(72);
    try (ImageService service = start(network::classify, LIMITS)) {
      for (Path picture : pictures) {
        var response = post(service, "/classify?top=3", Files.readAllBytes(picture));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(answers(response)).isEqualTo(network.model().classify(picture, 3));
      }
      assertThat(answers(post(service, "/classify", Files.readAllBytes(pictures.getFirst()))))
          .hasSize(5);
    }
  }

  @Test
  void isReadyWhenItIsWarm() throws Exception {
    try (ImageService service = start(network::classify, LIMITS)) {
      assertThat(get(service, "/health").statusCode()).isEqualTo(503);
      Warmup warmup = service.warmUp(Duration.ofSeconds(2));
      assertThat(warmup.runs()).isGreaterThan(1);
      assertThat(get(service, "/health").statusCode()).isEqualTo(200);
      assertThat(get(service, "/health").body()).isEqualTo("{\"status\":\"ready\"}\n");
    }
  }

  @Test
  void mistakesOfTheClientAreExplained() throws Exception {
    byte[] picture = Files.readAllBytes(PICTURES.resolve("A-all.png"));
    try (ImageService service = start(network::classify, LIMITS)) {
      assertThat(error(post(service, "/classify", HELLO), 400))
          .contains("is not a JPEG, PNG, GIF or BMP picture");
      byte[] half = Arrays.copyOf(picture, picture.length / 2);
      assertThat(error(post(service, "/classify", half), 400)).contains("cannot be decoded");
      assertThat(error(post(service, "/classify", new byte[0]), 400)).contains("picture");
      assertThat(error(post(service, "/classify", new byte[100_001]), 413))
          .isEqualTo("the picture has more than 100000 bytes");
      assertThat(error(post(service, "/classify?top=0", picture), 400)).contains("1 to 1000");
      assertThat(error(post(service, "/classify?k=2", picture), 400)).contains("found ?k=2");
      assertThat(error(get(service, "/"), 404)).contains("/classify");
      assertThat(error(get(service, "/classify/x"), 404)).contains("/classify");
      var wrongMethod = get(service, "/classify");
      assertThat(error(wrongMethod, 405)).isEqualTo("use POST");
      assertThat(wrongMethod.headers().firstValue("Allow")).contains("POST");
      assertThat(answers(post(service, "/classify?top=1", picture)).getFirst().label())
          .isEqualTo("A");
    }
  }

  @Test
  void aBugOfTheNetworkIsNotShownToTheClient() throws Exception {
    PictureClassifier broken =
        (picture, k) -> {
          throw new IllegalStateException("secret");
        };
    byte[] picture = Files.readAllBytes(PICTURES.resolve("A-all.png"));
    PrintStream log = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try (ImageService service = start(broken, LIMITS)) {
      assertThat(error(post(service, "/classify", picture), 500)).doesNotContain("secret");
    } finally {
      System.setErr(log);
    }
    assertThat(logged.toString(StandardCharsets.UTF_8)).contains("secret");
  }

  @Test
  void metricsCountWhatWasDone() throws Exception {
    byte[] picture = Files.readAllBytes(PICTURES.resolve("A-all.png"));
    try (ImageService service = start(network::classify, LIMITS)) {
      for (int i = 0; i < 5; i++) {
        post(service, "/classify", picture);
      }
      post(service, "/classify", HELLO);
      Obj metrics = Json.parse(get(service, "/metrics").body()).asObject();
      assertThat(metrics.get("replies").text()).isEqualTo("{\"200\":5,\"400\":1}");
      Obj latency = metrics.get("latency").asObject();
      assertThat(latency.get("count").asLong()).isEqualTo(5);
      assertThat(latency.get("p50Milliseconds").asDouble())
          .isPositive()
          .isLessThanOrEqualTo(latency.get("maxMilliseconds").asDouble());
      assertThat(metrics.get("memory").asObject().get("heapUsedBytes").asLong()).isPositive();
    }
  }

  @Test
  void whatIsTooMuchIsTurnedAway() throws Exception {
    Brake brake = new Brake(network::classify);
    byte[] picture = Files.readAllBytes(PICTURES.resolve("A-all.png"));
    try (ImageService service = start(brake, LIMITS)) {
      List<CompletableFuture<HttpResponse<String>>> admitted = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        admitted.add(client.sendAsync(request(service, picture), BodyHandlers.ofString()));
      }
      brake.running.await();
      List<CompletableFuture<HttpResponse<String>>> further = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        further.add(client.sendAsync(request(service, picture), BodyHandlers.ofString()));
      }
      CompletableFuture.anyOf(further.toArray(CompletableFuture[]::new)).join();
      admitted.addAll(further);
      HttpResponse<String> refused = post(service, "/classify", picture);
      assertThat(error(refused, 503)).isEqualTo("too many requests at once");
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      brake.release.countDown();
      List<Integer> statuses = admitted.stream().map(f -> f.join().statusCode()).sorted().toList();
      assertThat(statuses).hasSize(10).containsOnly(200, 503);
      assertThat(statuses.stream().filter(s -> s == 200).count()).isBetween(2L, 4L);
      assertThat(post(service, "/classify", picture).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void closingAnswersWhatIsInProgressAndTakesNoMore() throws Exception {
    Brake brake = new Brake(network::classify);
    byte[] picture = Files.readAllBytes(PICTURES.resolve("A-all.png"));
    ImageService service = start(brake, LIMITS);
    List<CompletableFuture<HttpResponse<String>>> running =
        List.of(
            client.sendAsync(request(service, picture), BodyHandlers.ofString()),
            client.sendAsync(request(service, picture), BodyHandlers.ofString()));
    brake.running.await();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(service::close);
    while (isOpen(service)) {
      Thread.sleep(10);
    }
    assertThat(closed).isNotDone();
    brake.release.countDown();
    assertThat(running).allSatisfy(f -> assertThat(f.join().statusCode()).isEqualTo(200));
    closed.join();
    assertThatThrownBy(() -> get(service, "/health")).isInstanceOf(ConnectException.class);
  }

  /** Holds pictures back until released, and tells when two are there. */
  private static final class Brake implements PictureClassifier {
    private final CountDownLatch running = new CountDownLatch(2);
    private final CountDownLatch release = new CountDownLatch(1);
    private final PictureClassifier classifier;

    Brake(PictureClassifier classifier) {
      this.classifier = classifier;
    }

    @Override
    public List<Answer> classify(Picture picture, int k) {
      running.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return classifier.classify(picture, k);
    }
  }

  private static ImageService start(PictureClassifier classifier, Limits limits)
      throws IOException {
    InetAddress local = InetAddress.getLoopbackAddress();
    return ImageService.start(new InetSocketAddress(local, 0), classifier, limits);
  }

  private static URI uri(ImageService service, String path) {
    InetSocketAddress address = service.address();
    return URI.create("http://127.0.0.1:" + address.getPort() + path);
  }

  private static HttpRequest request(ImageService service, byte[] body) {
    return HttpRequest.newBuilder(uri(service, "/classify"))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private HttpResponse<String> post(ImageService service, String path, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(service, path)).POST(BodyPublishers.ofByteArray(body)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> get(ImageService service, String path)
      throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(service, path)).build(), BodyHandlers.ofString());
  }

  private static boolean isOpen(ImageService service) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.address().getPort())) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static List<Answer> answers(HttpResponse<String> response) {
    return Json.parse(response.body()).asObject().get("answers").asList().stream()
        .map(Json::asObject)
        .map(answer ->
            new Answer(
                answer.get("label").asText(),
                answer.get("class").asInt(),
                (float) answer.get("probability").asDouble()))
        .toList();
  }

  private static String error(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    Obj error = Json.parse(response.body()).asObject().get("error").asObject();
    assertThat(error.get("status").asInt()).isEqualTo(status);
    return error.get("message").asText();
  }
}
