package dev.whittle.cli.compress;

import dev.whittle.passes.ledger.Data;
import dev.whittle.runtime.Tensor;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Inputs that are looked at again and again, kept while there is memory for them. */
final class Remembered {
  private Remembered() {}

  static Data of(Data data) {
    AtomicReferenceArray<SoftReference<Map<String, Tensor>>> kept =
        new AtomicReferenceArray<>(data.count());
    IntFunction<Map<String, Tensor>> inputs =
        item -> {
          SoftReference<Map<String, Tensor>> reference = kept.get(item);
          Map<String, Tensor> tensors = reference == null ? null : reference.get();
          if (tensors == null) {
            tensors = data.inputs().apply(item);
            kept.set(item, new SoftReference<>(tensors));
          }
          return tensors;
        };
    return new Data(data.description(), data.count(), inputs, data.labels());
  }

  /** At most {@code count} items, spread evenly. */
  static Data some(Data data, int count) {
    int fewer = Math.min(count, data.count());
    int[] items =
        IntStream.range(0, fewer).map(i -> (int) ((long) i * data.count() / fewer)).toArray();
    return new Data(
        "%d of %s".formatted(fewer, data.description()),
        fewer,
        item -> data.inputs().apply(items[item]),
        data.labels().isEmpty()
            ? List.of()
            : IntStream.of(items).mapToObj(data.labels()::get).toList());
  }
}
