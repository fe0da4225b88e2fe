package dev.whittle.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void escapesTextAndAttributes() {
    Markup markup = new Markup().element("b", "<&>\"'", "title", "a\"b<'&>");
    assertThat(markup.toString())
        .isEqualTo("<b title=\"a&quot;b&lt;&#39;&amp;&gt;\">&lt;&amp;&gt;&quot;&#39;</b>");
  }

  @Test
  void replacesWhatXmlCannotCarry() {
    Markup markup = new Markup().text("\0\u001b\u0085\uFFFE\ud800x\udc00\ud83d\ude00\té");
    assertThat(markup.toString()).isEqualTo("\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDx\uFFFD\ud83d\ude00\té");
  }

  @Test
  void complainsOfElementsThatDoNotEndAndOfMarkupInResources() {
    Markup open = new Markup().open("p");
    assertThatThrownBy(open::toString).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Markup().resource("script", "a < b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
