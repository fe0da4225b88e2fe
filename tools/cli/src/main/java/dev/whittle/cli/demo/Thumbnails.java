package dev.whittle.cli.demo;

import dev.whittle.runtime.picture.Picture;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures drawn with characters, side by side: the more a place differs from the paper, the
 * denser.
 */
final class Thumbnails {
  private static final int COLUMNS = 22;
  private static final int ROWS = 11;
  private static final String RAMP = " .:-=+*#%@";
  private static final String GAP = "   ";

  private Thumbnails() {}

  static String draw(List<Picture> pictures, List<String> captions) {
    List<double[]> cells = pictures.stream().map(Thumbnails::contrast).toList();
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < ROWS; y++) {
      StringBuilder line = new StringBuilder();
      for (double[] cell : cells) {
        for (int x = 0; x < COLUMNS; x++) {
          int shade = (int) Math.min(cell[y * COLUMNS + x] * RAMP.length(), RAMP.length() - 1);
          line.append(RAMP.charAt(shade));
        }
        line.append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    StringBuilder line = new StringBuilder();
    captions.forEach(caption -> line.append(("%-" + COLUMNS + "s").formatted(caption)).append(GAP));
    return text.append(line.toString().stripTrailing()).append('\n').toString();
  }

  private static double[] contrast(Picture picture) {
    double[] cells = new double[COLUMNS * ROWS];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = brightness(picture, i % COLUMNS, i / COLUMNS);
    }
    double[] sorted = cells.clone();
    Arrays.sort(sorted);
    double paper = sorted[sorted.length / 2];
    double most = Math.max(Math.max(sorted[sorted.length - 1] - paper, paper - sorted[0]), 1);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Math.max(0, Math.abs(cells[i] - paper) / most - 0.15) / 0.85;
    }
    return cells;
  }

  private static double brightness(Picture picture, int column, int row) {
    int left = column * picture.width() / COLUMNS;
    int right = Math.max(left + 1, (column + 1) * picture.width() / COLUMNS);
    int top = row * picture.height() / ROWS;
    int bottom = Math.max(top + 1, (row + 1) * picture.height() / ROWS);
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int pixel = picture.pixel(x, y);
        sum += 0.299 * (pixel >> 16) + 0.587 * (pixel >> 8 & 0xff) + 0.114 * (pixel & 0xff);
      }
    }
    return sum / ((right - left) * (bottom - top));
  }
}
