package dev.whittle.grammar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fenced code block of a Markdown page.
 *
 * @param line where it begins
 * @param info what stands behind the opening fence
 */
record Snippet(int line, String info, String text) {
  /** All fenced blocks of a page. */
  static List<Snippet> of(Path page) throws IOException {
    List<Snippet> snippets = new ArrayList<>();
    List<String> lines = Files.readAllLines(page);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        String info = lines.get(i).substring(3).strip();
        int start = i + 1;
        StringBuilder text = new StringBuilder();
        while (!lines.get(++i).startsWith("```")) {
          text.append(lines.get(i)).append('\n');
        }
        snippets.add(new Snippet(start, info, text.toString()));
      }
    }
    return snippets;
  }
}
