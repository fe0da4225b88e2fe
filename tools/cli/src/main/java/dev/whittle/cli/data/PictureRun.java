package dev.whittle.cli.data;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Reasons;
import dev.whittle.runtime.picture.Picture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Looks at pictures of a set, several at a time. */
public final class PictureRun {
  private PictureRun() {}

  /**
   * What {@code work} makes of each of the pictures called {@code names}, in their order.
   *
   * @param threads how many at a time
   * @throws UserError when the set cannot be read
   * @throws dev.whittle.runtime.picture.PictureException when a picture cannot be used
   */
  public static <T> List<T> of(
      PictureSet pictures,
      List<String> names,
      int threads,
      Progress progress,
      Function<Picture, T> work) {
    List<Future<T>> open = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (String name : names) {
        open.add(
            pool.submit(() -> {
              T result = work.apply(read(pictures, name));
              progress.step();
              return result;
            }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : open) {
        results.add(get(result));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Picture read(PictureSet pictures, String name) {
    try {
      return Picture.read(new ByteArrayInputStream(pictures.read(name)), name);
    } catch (IOException e) {
      throw UserError.data(name + ": cannot be read: " + Reasons.of(e), "");
    }
  }

  private static <T> T get(Future<T> result) {
    try {
      return result.get();
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
