package dev.whittle.examples.imageservice.load;

import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pictures to send, and what the command line says is in them. */
final class Requests {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI service;
  private final List<Sample> samples;

  private record Sample(String name, HttpRequest request, Json answers) {}

  private Requests(URI service, List<Sample> samples) {
    this.service = service;
    this.samples = samples;
  }

  /**
   * Reads the pictures.
   *
   * @param expected what {@code whittle run NET FOLDER --json} printed
   */
  static Requests of(URI service, Path folder, Json expected) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Json picture : expected.asObject().get("pictures").asList()) {
      String name = picture.asObject().get("picture").asText();
      Json answers = picture.asObject().get("answers");
      URI target = service.resolve("/classify?top=" + answers.asList().size());
      HttpRequest request =
          HttpRequest.newBuilder(target)
              .timeout(TIMEOUT)
              .POST(BodyPublishers.ofByteArray(Files.readAllBytes(folder.resolve(name))))
              .build();
      samples.add(new Sample(name, request, answers));
    }
    return new Requests(service, List.copyOf(samples));
  }

  int size() {
    return samples.size();
  }

  /**
   * Sends a picture and compares the answers.
   *
   * @param index counts through the pictures again and again
   * @param due when the request should go out, in {@link System#nanoTime()}
   */
  void send(int index, long due, Result result) {
    Sample sample = samples.get(index % samples.size());
    try {
      var response = client.send(sample.request(), BodyHandlers.ofString());
      Duration duration = Duration.ofNanos(System.nanoTime() - due);
      if (response.statusCode() != 200) {
        result.error(sample.name() + ": " + response.statusCode() + " " + response.body());
      } else if (Json.parse(response.body()).asObject().get("answers").equals(sample.answers())) {
        result.right(duration);
      } else {
        result.wrong(duration, sample.name() + ": " + response.body());
      }
    } catch (IOException | JsonException e) {
      result.error(sample.name() + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.error(sample.name() + ": " + e);
    }
  }

  /** What the service says about its memory. */
  Json memory() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(service.resolve("/metrics")).build();
    return Json.parse(client.send(request, BodyHandlers.ofString()).body())
        .asObject()
        .get("memory");
  }
}
