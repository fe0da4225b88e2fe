package dev.whittle.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A network as an ONNX model. It reads the tensors it was made of when it is written. */
public final class OnnxModel {
  private final Protobuf message;

  OnnxModel(Protobuf message) {
    this.message = message;
  }

  /** The content of the {@code .onnx} file. */
  public void writeTo(OutputStream out) throws IOException {
    message.writeTo(out);
  }

  /** The content of the {@code .onnx} file. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(message.size()));
    try {
      writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
