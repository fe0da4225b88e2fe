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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the packed container described at {@link ModelFile}, trusting nothing it says. */
final class ModelFileReader {
  private static final long MAX_HEADER = 100_000_000;
  private static final int PIECE = 1 << 24;
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
      Prelude prelude = reader.prelude(bytes.asSlice(0, Math.min(size, ModelFileWriter.ALIGNMENT)));
      if (prelude.total() != size) {
        throw reader.error("has %d bytes, expected %d".formatted(size, prelude.total()));
      }
      return reader.model(prelude, bytes);
    } catch (NoSuchFileException e) {
      throw new ModelException(file.toString(), "no such file", "", e);
    } catch (IOException e) {
      throw new ModelException(file.toString(), "cannot be read: " + e.getMessage(), "", e);
    }
  }

  static ModelFile read(InputStream stream, String origin) throws IOException {
    ModelFileReader reader = new ModelFileReader(origin);
    byte[] first = stream.readNBytes(ModelFileWriter.ALIGNMENT);
    Prelude prelude = reader.prelude(MemorySegment.ofArray(first));
    MemorySegment bytes = allocate(Math.min(prelude.total(), PIECE));
    MemorySegment.copy(first, 0, bytes, JAVA_BYTE, 0, first.length);
    byte[] piece = new byte[1 << 16];
    long at = first.length;
    while (at < prelude.total()) {
      int count = stream.readNBytes(piece, 0, (int) Math.min(piece.length, prelude.total() - at));
      if (count == 0) {
        throw reader.error("ends after %d of %d bytes".formatted(at, prelude.total()));
      }
      if (at + count > bytes.byteSize()) {
        MemorySegment larger = allocate(Math.min(prelude.total(), 2 * bytes.byteSize()));
        larger.copyFrom(bytes);
        bytes = larger;
      }
      MemorySegment.copy(piece, 0, bytes, JAVA_BYTE, at, count);
      at += count;
    }
    return reader.model(prelude, bytes);
  }

  private static MemorySegment allocate(long size) {
    return Arena.ofAuto().allocate(size, ModelFileWriter.ALIGNMENT);
  }

  private Prelude prelude(MemorySegment bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray(JAVA_BYTE)).order(ByteOrder.LITTLE_ENDIAN);
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

  private ModelFile model(Prelude prelude, MemorySegment bytes) {
    byte[] text =
        bytes.asSlice(ModelFileWriter.ALIGNMENT, prelude.headerLength()).toArray(JAVA_BYTE);
    if (!Sha256.of(text).equals(prelude.digest())) {
      throw error("its header does not have the SHA-256 it should have");
    }
    try {
      Json.Obj header = Json.parse(text).asObject();
      long start = ModelFileWriter.align(ModelFileWriter.ALIGNMENT + (long) text.length);
      MemorySegment data = bytes.asSlice(Math.min(start, bytes.byteSize()));
      Map<String, Preprocessing> preprocessing = new LinkedHashMap<>();
      header
          .get("preprocessing")
          .asObject()
          .members()
          .forEach((input, p) -> preprocessing.put(input, PlanJson.readPreprocessing(p)));
      Map<String, List<String>> labels = new LinkedHashMap<>();
      header
          .get("labels")
          .asObject()
          .members()
          .forEach((output, texts) -> labels.put(output, PlanJson.list(texts, Json::asText)));
      return new ModelFile(
          header.get("model").asText(),
          header.get("abi").asInt(),
          PlanJson.list(header.get("plans"), PlanJson::readPlan),
          preprocessing,
          labels,
          tensors(header.get("tensors").asList(), data));
    } catch (JsonException | IllegalArgumentException | ArithmeticException e) {
      throw new ModelException(origin, "header: " + e.getMessage(), DAMAGED, e);
    }
  }

  private Weights tensors(List<Json> entries, MemorySegment data) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    long at = 0;
    for (Json json : entries) {
      Json.Obj entry = json.asObject();
      String name = entry.get("name").asText();
      ElementType type = PlanJson.readType(entry.get("type"));
      List<Json> sizes = entry.get("shape").asList();
      int[] shape = sizes.stream().mapToInt(Json::asInt).toArray();
      String encoding = entry.get("encoding").asText();
      long offset = entry.get("offset").asLong();
      long length = entry.get("bytes").asLong();
      if (!encoding.equals(ModelFileWriter.PLAIN)) {
        throw new ModelException(
            origin,
            "tensor \"%s\" has encoding \"%s\", which this runtime does not know"
                .formatted(name, encoding),
            "use the runtime of the Whittle version that compiled it");
      }
      if (offset != at
          || length < 0
          || length > data.byteSize() - offset
          || length != Math.multiplyExact(Tensor.elementCount(shape), (long) type.bytes())) {
        throw error(
            "tensor \"%s\": %d bytes at %d do not fit %s%s"
                .formatted(name, length, offset, type.text(), Arrays.toString(shape)));
      }
      at = ModelFileWriter.align(at + length);
      Tensor tensor = Tensor.of(type, data.asSlice(offset, length), shape);
      if (tensors.put(name, new StoredTensor(origin, name, tensor, entry.get("sha256").asText()))
          != null) {
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
