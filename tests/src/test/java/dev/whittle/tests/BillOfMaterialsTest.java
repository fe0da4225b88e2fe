package dev.whittle.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The bill of materials lists every module that is published, and no other. */
class BillOfMaterialsTest {
  private static final Path ROOT = Path.of("..");
  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  @Test
  void listsWhatIsPublished() throws Exception {
    Set<String> published = new HashSet<>();
    for (String module : texts(pom(ROOT), "/project/modules/module")) {
      Document pom = pom(ROOT.resolve(module));
      boolean isSkipped = text(pom, "/project/properties/maven.deploy.skip").equals("true");
      if (!isSkipped && !text(pom, "/project/packaging").equals("pom")) {
        published.add(text(pom, "/project/artifactId"));
      }
    }
    assertThat(published).contains("whittle-runtime").doesNotContain("whittle-tests");
    assertThat(
            texts(
                pom(ROOT.resolve("tools/bom")),
                "/project/dependencyManagement/dependencies/dependency/artifactId"))
        .containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void hasTheVersionOfTheOthers() throws Exception {
    assertThat(text(pom(ROOT.resolve("tools/bom")), "/project/version"))
        .isEqualTo(text(pom(ROOT), "/project/version"));
  }

  private static Document pom(Path folder) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(folder.resolve("pom.xml").toFile());
  }

  private static String text(Document pom, String path) throws Exception {
    return XPATH.evaluate(path, pom);
  }

  private static List<String> texts(Document pom, String path) throws Exception {
    NodeList nodes = (NodeList) XPATH.evaluate(path, pom, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
