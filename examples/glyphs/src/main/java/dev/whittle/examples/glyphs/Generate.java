package dev.whittle.examples.glyphs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes the weights and the pictures of the glyph network, always the same bytes:
 *
 * <pre>java examples/glyphs/src/main/java/dev/whittle/examples/glyphs/Generate.java examples/glyphs
 * </pre>
 */
public final class Generate {
  private static final long FEATURES = 7;
  private static final long FITTED = 1_000;
  private static final long COMMITTED = 100;
  private static final int EXAMPLES_PER_GLYPH = 120;
  private static final int PICTURES_PER_GLYPH = 2;
  private static final double RIDGE = 1e-3;
  private static final double SHARPNESS = 16;

  private Generate() {}

  /** A picture and the index of its class. */
  public record Labelled(String name, int label, Picture picture) {
    /** The picture as a PNG file. */
    public byte[] png() {
      return Png.encode(picture);
    }
  }

  /** Writes everything into the folder given as the first argument. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
  }

  /** All files by their path below the example's folder. */
  public static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("Glyphs.safetensors", weights());
    StringBuilder labels = new StringBuilder("file,class\n");
    List<Labelled> pictures = pictures(COMMITTED);
    for (Labelled picture : pictures) {
      files.put("pictures/" + picture.name(), picture.png());
      labels.append(picture.name()).append(',').append(picture.label()).append('\n');
    }
    files.put("pictures/labels.csv", labels.toString().getBytes(StandardCharsets.US_ASCII));
    List<Picture> drawn = pictures.stream().map(Labelled::picture).toList();
    files.put("pictures.png", Png.encode(Picture.sheet(drawn, 18)));
    return files;
  }

  /** Two pictures of each glyph, of kinds in turn; another seed gives other pictures. */
  public static List<Labelled> pictures(long seed) {
    List<Labelled> pictures = new ArrayList<>();
    Kind[] kinds = Kind.values();
    for (int glyph = 0; glyph < Alphabet.size(); glyph++) {
      for (int i = 0; i < PICTURES_PER_GLYPH; i++) {
        Kind kind = kinds[(glyph + 5 * i) % kinds.length];
        String name =
            Alphabet.GLYPHS.get(glyph).label() + "-" + kind.name().toLowerCase(Locale.ROOT);
        Picture picture = Picture.draw(Variation.of(glyph, kind, seed + i));
        pictures.add(new Labelled(name + ".png", glyph, picture));
      }
    }
    return pictures;
  }

  /** Chooses the weights of all layers and writes them as safetensors. */
  private static byte[] weights() {
    Features features = new Features(FEATURES);
    Readout readout = new Readout(Features.COUNT, Alphabet.size());
    List<float[]> examples =
        IntStream.range(0, EXAMPLES_PER_GLYPH * Alphabet.size())
            .parallel()
            .mapToObj(i -> features.of(example(i)))
            .toList();
    for (int i = 0; i < examples.size(); i++) {
      readout.add(examples.get(i), i % Alphabet.size());
    }
    List<Weight> weights = new ArrayList<>(features.weights());
    weights.addAll(readout.solve(RIDGE, SHARPNESS));
    return Safetensors.encode(weights);
  }

  private static Picture example(int index) {
    int glyph = index % Alphabet.size();
    return Picture.draw(Variation.of(glyph, Kind.ALL, FITTED + index / Alphabet.size()));
  }
}
