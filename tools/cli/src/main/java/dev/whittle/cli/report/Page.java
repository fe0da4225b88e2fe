package dev.whittle.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The frame of an HTML page that asks the network for nothing: its style is within it. */
public final class Page {
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

  private Page() {}

  /** Starts a page, up to its body. */
  public static void open(Markup markup, String title) {
    markup.open("html", "lang", "en").line().open("head").line();
    markup.empty("meta", "charset", "utf-8").line();
    markup
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .line();
    markup.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
    markup.element("title", title).line();
    markup.empty("link", "rel", "icon", "href", "data:,").line();
    markup.resource("style", resource("report.css")).line().close().line();
    markup.open("body").line();
  }

  /** Ends the page, whose body is open, and gives its text. */
  public static String close(Markup markup) {
    markup.close().line().close();
    return "<!DOCTYPE html>\n" + markup + "\n";
  }

  static String resource(String name) {
    try (InputStream stream = Page.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
