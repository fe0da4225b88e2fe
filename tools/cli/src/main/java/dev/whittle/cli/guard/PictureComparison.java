package dev.whittle.cli.guard;

import dev.whittle.cli.UserError;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.output.Progress;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Shows the same pictures to two models. */
final class PictureComparison {
  private final Model original;
  private final Model compiled;
  private final PictureSet pictures;
  private final String input;
  private final Preprocessing preprocessing;

  /**
   * @throws UserError when the network does not say how a picture becomes its only input
   */
  PictureComparison(Model original, Model compiled, PictureSet pictures) {
    this.original = original;
    this.compiled = compiled;
    this.pictures = pictures;
    this.input = original.inputs().getFirst().name();
    this.preprocessing =
        original
            .preprocessing(input)
            .filter(p -> original.inputs().size() == 1)
            .orElseThrow(() ->
                UserError.data(
                    original.name() + ": guards need one input that pictures become",
                    "declare it with @picture"));
  }

  /** The comparisons by the pictures' names, {@code threads} at a time. */
  Map<String, Comparison> run(int threads, Progress progress) {
    Map<String, Future<Comparison>> open = new LinkedHashMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (String name : pictures.names()) {
        open.put(
            name,
            pool.submit(() -> {
              Comparison comparison = compare(name);
              progress.step();
              return comparison;
            }));
      }
      Map<String, Comparison> done = new LinkedHashMap<>();
      for (Map.Entry<String, Future<Comparison>> entry : open.entrySet()) {
        done.put(entry.getKey(), get(entry.getValue()));
      }
      return done;
    } finally {
      pool.shutdownNow();
    }
  }

  private Comparison compare(String name) throws IOException {
    Picture picture = Picture.read(new ByteArrayInputStream(pictures.read(name)), name);
    Tensor tensor = new PictureInput(preprocessing).tensor(picture);
    return Comparison.of(original, compiled, Map.of(input, tensor));
  }

  private static Comparison get(Future<Comparison> comparison) {
    try {
      return comparison.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
