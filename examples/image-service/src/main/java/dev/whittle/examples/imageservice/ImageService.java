package dev.whittle.examples.imageservice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.whittle.runtime.Answer;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Classifies pictures over HTTP.
 *
 * <ul>
 *   <li>{@code POST /classify?top=5}: the body is a picture file, the answer JSON
 *   <li>{@code GET /health}: 200 when warmed up, 503 before
 *   <li>{@code GET /metrics}: replies, latency histogram, memory
 * </ul>
 */
public final class ImageService implements AutoCloseable {
  private static final int BACKLOG = 256;

  private final PictureClassifier classifier;
  private final Limits limits;
  private final Gate gate;
  private final Metrics metrics = new Metrics();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean isReady;

  private ImageService(InetSocketAddress address, PictureClassifier classifier, Limits limits)
      throws IOException {
    this.classifier = classifier;
    this.limits = limits;
    this.gate = new Gate(limits);
    this.server = HttpServer.create(address, BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /**
   * Listens at once and is not ready yet.
   *
   * @param address port 0 takes a free one
   * @throws IOException when the address cannot be had
   */
  public static ImageService start(
      InetSocketAddress address, PictureClassifier classifier, Limits limits) throws IOException {
    ImageService service = new ImageService(address, classifier, limits);
    service.server.start();
    return service;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Classifies made-up pictures until the JVM has compiled what matters, and is ready then. */
  public Warmup warmUp(Duration atMost) {
    Warmup warmup = Warmup.run(file -> classify(file, 1), atMost);
    isReady = true;
    return warmup;
  }

  /**
   * Takes no further request and returns when those in progress are answered, or after {@link
   * Limits#drain()}.
   */
  @Override
  public void close() {
    isReady = false;
    server.stop(Math.toIntExact(limits.drain().toSeconds()));
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      metrics.count(reply.status());
      reply.send(exchange);
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    try {
      return switch (exchange.getRequestURI().getPath()) {
        case "/classify" -> only("POST", exchange, this::classify);
        case "/health" -> only("GET", exchange, _ -> health());
        case "/metrics" -> only("GET", exchange, _ -> Reply.ok(metrics.json()));
        default -> Reply.error(404, "there are /classify, /health and /metrics");
      };
    } catch (RuntimeException e) {
      e.printStackTrace();
      return Reply.error(500, "the service failed, its log says how");
    }
  }

  private static Reply only(String method, HttpExchange exchange, Route route) throws IOException {
    return exchange.getRequestMethod().equals(method)
        ? route.reply(exchange)
        : Reply.error(405, "use " + method, Map.of("Allow", method));
  }

  private Reply health() {
    String status = isReady ? "ready" : "warming up";
    return Reply.of(isReady ? 200 : 503, Json.object().put("status", status).build());
  }

  private Reply classify(HttpExchange exchange) throws IOException {
    Query query;
    try {
      query = Query.parse(exchange.getRequestURI().getRawQuery());
    } catch (IllegalArgumentException e) {
      return Reply.error(400, e.getMessage());
    }
    if (!gate.enter()) {
      return Reply.error(503, "too many requests at once", Map.of("Retry-After", "1"));
    }
    try {
      long start = System.nanoTime();
      byte[] file = exchange.getRequestBody().readNBytes(limits.bodyBytes() + 1);
      if (file.length > limits.bodyBytes()) {
        return Reply.error(
            413,
            "the picture has more than %d bytes".formatted(limits.bodyBytes()),
            Map.of("Connection", "close"));
      }
      List<Answer> answers = gate.inTurn(() -> classify(file, query.top()));
      metrics.answered(Duration.ofNanos(System.nanoTime() - start));
      return Reply.ok(json(answers));
    } catch (PictureException e) {
      String hint = e.hint().isEmpty() ? "" : " (" + e.hint() + ")";
      return Reply.error(400, "the picture " + e.problem() + hint);
    } finally {
      gate.leave();
    }
  }

  private List<Answer> classify(byte[] file, int top) {
    try {
      return classifier.classify(Picture.read(new ByteArrayInputStream(file), "picture"), top);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Json json(List<Answer> answers) {
    List<Json> list = answers.stream().map(ImageService::json).toList();
    return Json.object().put("answers", Json.array(list)).build();
  }

  private static Json json(Answer answer) {
    return Json.object()
        .put("label", answer.label())
        .put("class", answer.index())
        .put("probability", answer.probability())
        .build();
  }

  @FunctionalInterface
  private interface Route {
    Reply reply(HttpExchange exchange) throws IOException;
  }
}
