package dev.whittle.tests.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages well-formed files: a few changes of many kinds, one after the other. */
final class Mutator {
  private static final long[] ODD_NUMBERS = {
    0, 1, -1, 127, 128, 255, 1 << 16, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, 1L << 40
  };
  private static final int MOST_BYTES = 1 << 16;

  private final Target target;
  private final SplittableRandom random;

  Mutator(Target target, long seed) {
    this.target = target;
    this.random = new SplittableRandom(seed);
  }

  byte[] next() {
    byte[] content = seed();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      content = mutate(content);
    }
    return target.repair().apply(Arrays.copyOf(content, Math.min(content.length, MOST_BYTES)));
  }

  private byte[] seed() {
    return target.seeds().get(random.nextInt(target.seeds().size()));
  }

  private byte[] mutate(byte[] from) {
    if (from.length == 0) {
      return seed();
    }
    byte[] content = from.clone();
    int at = random.nextInt(content.length);
    int end = Math.min(content.length, at + random.nextInt(1, 33));
    return switch (random.nextInt(10)) {
      case 0 -> {
        content[at] ^= (byte) (1 << random.nextInt(8));
        yield content;
      }
      case 1 -> {
        content[at] = (byte) random.nextInt(256);
        yield content;
      }
      case 2 -> {
        content[at] += (byte) random.nextInt(-3, 4);
        yield content;
      }
      case 3 -> random.nextInt(4) == 0 ? Arrays.copyOf(content, at) : replace(content, at, end);
      case 4 -> number(content, at);
      case 5 -> replace(content, at, at, word());
      case 6 -> replace(content, at, end, word());
      case 7 -> replace(content, at, at, Arrays.copyOfRange(content, at, end));
      case 8 -> replace(content, at, at, varint());
      default -> splice(content, at);
    };
  }

  private byte[] word() {
    String word = target.words().get(random.nextInt(target.words().size()));
    return word.repeat(random.nextInt(20) == 0 ? random.nextInt(1, 3000) : 1)
        .getBytes(StandardCharsets.UTF_8);
  }

  private long odd() {
    return ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
  }

  /** Writes an odd number of four or eight bytes over what is there. */
  private byte[] number(byte[] content, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length - at >= 8 && random.nextBoolean()) {
      buffer.putLong(at, odd());
    } else if (content.length - at >= 4) {
      buffer.putInt(at, (int) odd());
    }
    return content;
  }

  private byte[] varint() {
    byte[] bytes = new byte[10];
    int length = 0;
    for (long rest = odd(); ; rest >>>= 7) {
      boolean isLast = (rest & ~0x7fL) == 0;
      bytes[length++] = (byte) (rest & 0x7f | (isLast ? 0 : 0x80));
      if (isLast) {
        return Arrays.copyOf(bytes, length);
      }
    }
  }

  private byte[] splice(byte[] content, int at) {
    byte[] other = seed();
    int from = random.nextInt(other.length + 1);
    int to = random.nextInt(from, other.length + 1);
    return replace(content, at, at, Arrays.copyOfRange(other, from, to));
  }

  private static byte[] replace(byte[] content, int from, int to, byte... with) {
    byte[] result = new byte[content.length - (to - from) + with.length];
    System.arraycopy(content, 0, result, 0, from);
    System.arraycopy(with, 0, result, from, with.length);
    System.arraycopy(content, to, result, from + with.length, content.length - to);
    return result;
  }
}
