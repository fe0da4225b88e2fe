package dev.whittle.runtime;

import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.weights.AtomicFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/** Writes the packed container described at {@link ModelFile}. */
final class ModelFileWriter {
  static final byte[] MAGIC = "WHITTLE\0".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;
  static final int ALIGNMENT = 64;

  /** A tensor as it is written. */
  private record Entry(String name, Tensor tensor, Encoding encoding, MemorySegment data) {
    static Entry of(String name, Tensor tensor) {
      return Encoding.withoutZeros(tensor)
          .map(data -> new Entry(name, tensor, Encoding.NONZERO, data))
          .orElseGet(() -> new Entry(name, tensor, Encoding.PLAIN, tensor.data()));
    }

    long bytes() {
      return data.byteSize();
    }
  }

  private ModelFileWriter() {}

  static void write(ModelFile model, Path file) throws IOException {
    List<Entry> entries =
        new TreeSet<>(model.weights().names())
            .stream()
                .map(name -> Entry.of(name, model.weights().find(name).orElseThrow()))
                .toList();
    byte[] header = header(model, entries).text().getBytes(StandardCharsets.UTF_8);
    long end = align(ALIGNMENT + (long) header.length);
    for (Entry entry : entries) {
      end = align(end + entry.bytes());
    }
    long total = end;
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.writeFully(channel, prelude(header, total));
          AtomicFile.writeFully(channel, header);
          pad(channel, header.length);
          for (Entry entry : entries) {
            AtomicFile.writeFully(channel, entry.data());
            pad(channel, entry.bytes());
          }
        });
  }

  /** The next multiple of the alignment. */
  static long align(long at) {
    return Math.ceilDiv(at, ALIGNMENT) * ALIGNMENT;
  }

  private static byte[] prelude(byte[] header, long total) {
    return ByteBuffer.allocate(ALIGNMENT)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putInt(VERSION)
        .putInt(0)
        .putLong(header.length)
        .putLong(total)
        .put(HexFormat.of().parseHex(Sha256.of(header)))
        .array();
  }

  private static void pad(WritableByteChannel channel, long length) throws IOException {
    AtomicFile.writeFully(channel, new byte[(int) (align(length) - length)]);
  }

  private static Json header(ModelFile model, List<Entry> entries) {
    List<Json> tensors = new ArrayList<>();
    long at = 0;
    for (Entry entry : entries) {
      Tensor tensor = entry.tensor();
      tensors.add(
          Json.object()
              .put("name", entry.name())
              .put("type", tensor.type().text())
              .put("shape", Json.ints(Arrays.stream(tensor.shape()).boxed().toList()))
              .put("encoding", entry.encoding().text())
              .put("offset", at)
              .put("bytes", entry.bytes())
              .put("sha256", Sha256.of(entry.data()))
              .build());
      at = align(at + entry.bytes());
    }
    Json.Builder preprocessing = Json.object();
    model.preprocessing().forEach((input, p) -> preprocessing.put(input, PlanJson.write(p)));
    Json.Builder labels = Json.object();
    model.labels().forEach((output, texts) -> labels.put(output, Json.texts(texts)));
    return Json.object()
        .put("model", model.name())
        .put("abi", model.abi())
        .put("plans", PlanJson.array(model.plans(), PlanJson::write))
        .put("preprocessing", preprocessing.build())
        .put("labels", labels.build())
        .put("tensors", Json.array(tensors))
        .build();
  }
}
