package dev.whittle.runtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the packed container described at {@link ModelFile}, trusting nothing it says. */
final class ModelFileReader {
  private static final long MAX_HEADER = 100_000_000;
  private static final int PIECE = 1 << 16;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final String DAMAGED = "the file is damaged: compile the network again";

  /** The fixed first bytes of a file. */
  private record Prelude(int headerLength, long total, String digest) {}

  private final String origin;

  private ModelFileReader(String origin) {
    this.origin = origin;
  }

  static ModelFile read(Path file) {
    ModelFileReader reader = new ModelFileReader(file.toString());
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
      long first = Math.min(size, ModelFileWriter.ALIGNMENT);
      Prelude prelude = reader.prelude(bytes.asSlice(0, first).toArray(JAVA_BYTE));
      if (prelude.total() != size) {
        throw reader.error("has %d bytes, expected %d".formatted(size, prelude.total()));
      }
      byte[] header = new byte[prelude.headerLength()];
      MemorySegment.copy(bytes, JAVA_BYTE, ModelFileWriter.ALIGNMENT, header, 0, header.length);
      return reader.model(prelude, header, bytes);
    } catch (NoSuchFileException e) {
      throw new ModelException(file.toString(), "no such file", "", e);
    } catch (IOException e) {
      throw new ModelException(file.toString(), "cannot be read: " + e.getMessage(), "", e);
    }
  }

  static ModelFile read(InputStream stream, String origin) throws IOException {
    ModelFileReader reader = new ModelFileReader(origin);
    byte[] bytes = stream.readNBytes(ModelFileWriter.ALIGNMENT);
    Prelude prelude = reader.prelude(bytes);
    if (prelude.total() > LARGEST_ARRAY) {
      throw new ModelException(
          origin,
          "has %d bytes, a stream may have %d".formatted(prelude.total(), LARGEST_ARRAY),
          "read it from a file");
    }
    int total = (int) prelude.total();
    int at = bytes.length;
    while (at < total) {
      if (at == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(total, Math.max(PIECE, 2L * at)));
      }
      int count = stream.readNBytes(bytes, at, bytes.length - at);
      if (count == 0) {
        throw reader.error("ends after %d of %d bytes".formatted(at, total));
      }
      at += count;
    }
    int end = ModelFileWriter.ALIGNMENT + prelude.headerLength();
    byte[] header = Arrays.copyOfRange(bytes, ModelFileWriter.ALIGNMENT, end);
    return reader.model(prelude, header, MemorySegment.ofArray(bytes));
  }

  private Prelude prelude(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[ModelFileWriter.MAGIC.length];
    if (buffer.remaining() == ModelFileWriter.ALIGNMENT) {
      buffer.get(magic);
    }
    if (!Arrays.equals(magic, ModelFileWriter.MAGIC)) {
      throw new ModelException(origin, "is not a compiled Whittle model", "");
    }
    int version = buffer.getInt();
    if (version != ModelFileWriter.VERSION || buffer.getInt() != 0) {
      throw new ModelException(
          origin,
          "is of format %d, this runtime reads format %d"
              .formatted(version, ModelFileWriter.VERSION),
          "use the runtime of the Whittle version that compiled it");
    }
    long header = buffer.getLong();
    long total = buffer.getLong();
    if (header < 2 || header > MAX_HEADER || total < header + ModelFileWriter.ALIGNMENT) {
      throw error("says its header has %d of %d bytes".formatted(header, total));
    }
    byte[] digest = new byte[32];
    buffer.get(digest);
    return new Prelude((int) header, total, HexFormat.of().formatHex(digest));
  }

  private ModelFile model(Prelude prelude, byte[] text, MemorySegment bytes) {
    if (!Sha256.of(text).equals(prelude.digest())) {
      throw error("its header does not have the SHA-256 it should have");
    }
    try {
      Json.Obj header = Json.parse(text).asObject();
      long start = ModelFileWriter.align(ModelFileWriter.ALIGNMENT + (long) text.length);
      MemorySegment data = bytes.asSlice(Math.min(start, bytes.byteSize()));
      Map<String, Preprocessing> preprocessing = new LinkedHashMap<>();
      for (Map.Entry<String, Json> input : members(header, "preprocessing")) {
        preprocessing.put(input.getKey(), PlanJson.readPreprocessing(input.getValue()));
      }
      Map<String, List<String>> labels = new LinkedHashMap<>();
      for (Map.Entry<String, Json> output : members(header, "labels")) {
        labels.put(output.getKey(), PlanJson.readTexts(output.getValue()));
      }
      List<Plan> plans = new ArrayList<>();
      for (Json plan : header.get("plans").asList()) {
        plans.add(PlanJson.readPlan(plan));
      }
      return new ModelFile(
          header.get("model").asText(),
          header.get("abi").asInt(),
          plans,
          preprocessing,
          labels,
          tensors(header.get("tensors").asList(), data));
    } catch (JsonException | IllegalArgumentException | ArithmeticException e) {
      throw new ModelException(origin, "header: " + e.getMessage(), DAMAGED, e);
    }
  }

  private static Set<Map.Entry<String, Json>> members(Json.Obj header, String name) {
    return header.get(name).asObject().members().entrySet();
  }

  private Weights tensors(List<Json> entries, MemorySegment data) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    long at = 0;
    for (Json json : entries) {
      Json.Obj entry = json.asObject();
      String name = entry.get("name").asText();
      ElementType type = PlanJson.readType(entry.get("type"));
      int[] shape = Port.ints(PlanJson.readInts(entry.get("shape")));
      String encodingText = entry.get("encoding").asText();
      long offset = entry.get("offset").asLong();
      long length = entry.get("bytes").asLong();
      Encoding encoding =
          Encoding.parse(encodingText)
              .orElseThrow(() ->
                  new ModelException(
                      origin,
                      "tensor \"%s\" has encoding \"%s\", which this runtime does not know"
                          .formatted(name, encodingText),
                      "use the runtime of the Whittle version that compiled it"));
      if (offset != at
          || length < 0
          || length > data.byteSize() - offset
          || !encoding.fits(length, Tensor.elementCount(shape), type.bytes())) {
        throw error(
            "tensor \"%s\": %d bytes at %d do not fit %s%s"
                .formatted(name, length, offset, type.text(), Arrays.toString(shape)));
      }
      at = ModelFileWriter.align(at + length);
      StoredTensor tensor =
          new StoredTensor(
              origin,
              name,
              type,
              shape,
              encoding,
              data.asSlice(offset, length),
              entry.get("sha256").asText());
      if (tensors.put(name, tensor) != null) {
        throw error("tensor \"" + name + "\" is there twice");
      }
    }
    if (at != data.byteSize()) {
      throw error("has %d bytes of tensors, expected %d".formatted(data.byteSize(), at));
    }
    return new StoredWeights(tensors);
  }

  private ModelException error(String problem) {
    return new ModelException(origin, problem, DAMAGED);
  }
}
