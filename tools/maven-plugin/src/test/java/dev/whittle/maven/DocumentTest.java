package dev.whittle.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** docs/maven.md lists the goals and parameters that the plugin's descriptor has. */
class DocumentTest {
  private static final Path DOCUMENT = Path.of("../../docs/maven.md");
  private static final Path DESCRIPTOR = Path.of("target/classes/META-INF/maven/plugin.xml");

  @Test
  void goalsArePhasesInOrder() throws Exception {
    Set<String> rows = new TreeSet<>();
    for (Element mojo : elements(descriptor().getDocumentElement(), "mojo")) {
      String phase = text(mojo, "phase");
      String cell = phase.isEmpty() ? " " : " `%s` ".formatted(phase);
      rows.add("| `%s` |%s|".formatted(text(mojo, "goal"), cell));
    }
    String document = Files.readString(DOCUMENT);
    assertThat(rows).hasSize(6).allSatisfy(row -> assertThat(document).contains("\n" + row));
  }

  @Test
  void everyParameterHasARow() throws Exception {
    Map<String, Set<String>> goals = new TreeMap<>();
    int all = 0;
    for (Element mojo : elements(descriptor().getDocumentElement(), "mojo")) {
      if (text(mojo, "goal").equals("help")) {
        continue;
      }
      all++;
      for (Element parameter : elements(mojo, "parameter")) {
        if (text(parameter, "editable").equals("true")) {
          goals
              .computeIfAbsent(row(mojo, text(parameter, "name")), r -> new TreeSet<>())
              .add(text(mojo, "goal"));
        }
      }
    }
    List<String> rows = new ArrayList<>();
    for (Map.Entry<String, Set<String>> entry : goals.entrySet()) {
      Set<String> names = entry.getValue();
      rows.add(
          entry.getKey()
              + (names.size() == all ? "all" : "`" + String.join("`, `", names) + "`")
              + " |");
    }
    assertThat(documented()).containsExactlyInAnyOrderElementsOf(rows);
  }

  private static String row(Element mojo, String name) {
    Element configuration =
        elements(elements(mojo, "configuration").get(0), name).stream().findFirst().orElse(mojo);
    String value = configuration == mojo ? "" : configuration.getAttribute("default-value");
    String expression = configuration == mojo ? "" : configuration.getTextContent();
    boolean hasProperty = expression.startsWith("${whittle.");
    return "| `%s` | %s | %s | "
        .formatted(
            name,
            hasProperty ? "`" + expression.substring(2, expression.length() - 1) + "`" : "",
            value.isEmpty() ? "" : "`" + value + "`")
        .replace("|  |", "| |")
        .replace("|  |", "| |");
  }

  private static List<String> documented() throws IOException {
    String document = Files.readString(DOCUMENT);
    return document
        .substring(document.indexOf("## Parameters"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .collect(Collectors.toList());
  }

  private static Document descriptor() throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(DESCRIPTOR.toFile());
  }

  private static String text(Element parent, String name) {
    List<Element> found = elements(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
