package dev.whittle.tests.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.cli.option.Source;
import dev.whittle.cli.report.Reports;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SqueezeNet's report in a real browser, where there is one on the path. Its pictures are kept in
 * target/report for a look.
 */
class ReportInBrowserTest {
  private static final Path PICTURES = Path.of("target/report");
  private static final int LAYERS = 41;

  /** The contrast of an element's text with what is behind it, as WCAG 2 defines it. */
  private static final String CONTRAST =
      """
      (function (selector, background) {
        const light = function (color) {
          const parts = color.match(/[0-9.]+/g).slice(0, 3).map(function (part) {
            const c = part / 255;
            return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
          });
          return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        const style = getComputedStyle(document.querySelector(selector));
        const one = light(selector.startsWith("svg") ? style.fill : style.color);
        const behind = getComputedStyle(document.querySelector(background));
        const two = light(background.startsWith("svg") ? behind.fill : behind.backgroundColor);
        return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
      })\
      """;

  @TempDir static Path folder;
  private static Path page;
  private static Chromium browser;

  @BeforeAll
  static void openTheReport() throws IOException, InterruptedException {
    Optional<Path> binary = Chromium.find();
    assumeTrue(binary.isPresent(), "no chromium or google-chrome on the path");
    Path file = Path.of("../examples/squeezenet/SqueezeNet.cnn");
    Graph graph = Cnn.load(file).graph().orElseThrow();
    Source source = new Source(file, graph, Weights.of(Map.of()));
    page = folder.resolve("SqueezeNet.html");
    Files.writeString(
        page, Reports.page(source, Pipelines.EXACT, new Target(8, 1), 1, Timings.none()));
    Files.createDirectories(PICTURES);
    browser = Chromium.start(binary.get(), Files.createDirectories(folder.resolve("profile")));
    browser.show(1280, 900, "light");
    browser.open(page.toUri());
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void complainsOfNothingAndAsksForNothing() {
    browser.evaluate("document.querySelector('a.layer').focus()");
    assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
    assertThat(browser.events("Runtime.consoleAPICalled")).isEmpty();
    assertThat(browser.events("Log.entryAdded")).isEmpty();
    List<String> requests =
        browser.events("Network.requestWillBeSent").stream()
            .map(event -> event.get("request").asObject().get("url").asText())
            .filter(url -> !url.startsWith("data:"))
            .toList();
    assertThat(requests).containsExactly(page.toUri().toString());
  }

  @ParameterizedTest
  @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
  void fitsTheScreenAndCanBeRead(int width, String scheme) throws IOException {
    browser.show(width, 900, scheme);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .as("the page itself does not scroll sideways")
        .isLessThanOrEqualTo(width);
    for (String text : List.of("h1", ".how", "td.number", ".ledger td.same", "caption", "dt")) {
      assertThat(contrast(text, "body")).as(text).isGreaterThanOrEqualTo(4.5);
    }
    for (String text : List.of(".title", ".shape")) {
      String layer = "svg .layer.product ";
      assertThat(contrast(layer + text, layer + ".box")).as(text).isGreaterThanOrEqualTo(4.5);
    }
    int height = browser.evaluate("document.documentElement.scrollHeight").asInt();
    Files.write(
        PICTURES.resolve("SqueezeNet-%d-%s.png".formatted(width, scheme)),
        browser.picture(width, height));
  }

  @Test
  void showsEveryLayerWithoutOverlap() {
    assertThat(count("a.layer")).isEqualTo(LAYERS);
    assertThat(count(".layers tbody tr")).isEqualTo(LAYERS);
    assertThat(count("svg.network .frame")).isEqualTo(9);
    assertThat(count("svg.memory .stay")).isGreaterThanOrEqualTo(LAYERS);
    assertThat(
            browser
                .evaluate(
                    """
                    (function () {
                      const boxes = Array.from(document.querySelectorAll(".layer .box"), function (b) {
                        return b.getBoundingClientRect();
                      });
                      let overlaps = 0;
                      boxes.forEach(function (a, i) {
                        boxes.slice(i + 1).forEach(function (b) {
                          overlaps += a.left < b.right && b.left < a.right
                            && a.top < b.bottom && b.top < a.bottom ? 1 : 0;
                        });
                      });
                      return overlaps;
                    })()\
                    """)
                .asInt())
        .isZero();
    assertThat(
            browser
                .evaluate(
                    """
                    Array.from(document.querySelectorAll(".layer")).filter(function (layer) {
                      const box = layer.querySelector(".box").getBoundingClientRect();
                      return Array.from(layer.querySelectorAll("text")).some(function (text) {
                        const at = text.getBoundingClientRect();
                        return at.right > box.right || at.bottom > box.bottom + 1;
                      });
                    }).length\
                    """)
                .asInt())
        .as("texts that leave their box")
        .isZero();
  }

  @Test
  void aLayerTellsMoreWhenChosen() {
    String layer = "document.querySelector(\"a.layer[data-layer='5']\")";
    browser.evaluate(layer + ".dispatchEvent(new MouseEvent('click', {cancelable: true}))");
    assertThat(browser.evaluate("document.getElementById('detail').hidden"))
        .isEqualTo(new Json.Bool(false));
    assertThat(browser.evaluate("document.getElementById('detail').innerText").asText())
        .contains("fire2/expand3x3", "f32_conv2d_direct", "28.90 M");
    assertThat(count("path.edge.near")).isEqualTo(2);
    browser.evaluate(layer + ".dispatchEvent(new MouseEvent('click', {cancelable: true}))");
    assertThat(browser.evaluate("document.getElementById('detail').hidden"))
        .isEqualTo(new Json.Bool(true));
  }

  private static int count(String selector) {
    return browser.evaluate("document.querySelectorAll('%s').length".formatted(selector)).asInt();
  }

  private static double contrast(String selector, String background) {
    return browser
        .evaluate(CONTRAST + "(\"%s\", \"%s\")".formatted(selector, background))
        .asDouble();
  }
}
