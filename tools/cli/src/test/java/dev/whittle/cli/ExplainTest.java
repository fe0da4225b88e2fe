package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  /** A dropout that goes, a scale that is folded, a fused activation, a pad and dead code. */
  private static final String FOLDED =
      """
      /// Just enough for every fate.
      network Folded {
        input x: f32[1, 8, 12, 12]
        padded = pad(x, pads: [0, 0, 1, 1, 0, 0, 1, 1])
        c = conv(padded, 8, kernel: 3)
        n = batch_norm(c)
        kept = dropout(n, rate: 0.5)
        r = relu(kept)
        unread = tanh(x)
        output y = softmax(flatten(r))
      }
      """;

  @TempDir Path folder;

  @Test
  void aNodeThatStaysTellsItsLinePatchesAndKernel() {
    String text = explain("parts").out();
    assertThat(text)
        .startsWith("parts: conv2d\n  Glyphs.cnn:14  parts = edges |> conv(36,")
        .contains("lower/Wrap")
        .containsPattern("fuse-epilogues/FuseActivation +rewrote it: conv2d \\+ relu.*parts/relu")
        .contains("It runs as f32_", "\nchosen  ");
  }

  @Test
  void aFusedNodeNamesWhatItBecamePartOf() {
    Json.Obj json = Invocation.of(arguments("sharp/relu", "--json")).json();
    assertThat(json.get("now").asText()).isEqualTo("inhibition");
    Json.Obj merged =
        json.get("history").asList().stream()
            .map(Json::asObject)
            .filter(e -> e.get("kind").asText().equals("merged"))
            .findFirst()
            .orElseThrow();
    assertThat(merged.get("patch").asText()).startsWith("fuse-epilogues/");
    assertThat(merged.get("node").asText()).isEqualTo("inhibition");
    assertThat(json.get("layer").asObject().get("operator").asText())
        .isEqualTo("conv2d + add + relu");
    assertThat(json.get("line").asText()).startsWith("sharp = relu(parts + inhibition)");
  }

  @Test
  void foldedAndRemovedNodesAreExplainedToo() throws IOException {
    Path source = folder.resolve("Folded.cnn");
    Files.writeString(source, FOLDED);
    for (String folded : List.of("padded", "n", "n.scale", "n.variance", "kept", "r")) {
      Json.Obj json =
          Invocation.of(
                  "explain",
                  source,
                  folded,
                  "--random-weights",
                  "--measure",
                  "--json",
                  "--warm-up",
                  0,
                  "-n",
                  1,
                  "--lanes",
                  8)
              .json();
      assertThat(json.get("now").asText()).as(folded).isIn("c", "c.weight", "c.bias");
      assertThat(json.get("history").asList()).as(folded).isNotEmpty();
    }
    assertThat(Invocation.of("explain", source, "n").out()).contains("canonicalise/", "lower/Wrap");
    Invocation unread = Invocation.of("explain", source, "unread");
    assertThat(unread.out()).contains("removed it: nothing read it any more", "has no trace of it");
    assertThat(Invocation.of("explain", source, "unread", "--json").json().get("now"))
        .isEqualTo(new Json.Null());
  }

  @Test
  void theKernelsThatWereWeighedAddUp() {
    Json.Obj json = Invocation.of(arguments("mixed/concat", "--json")).json();
    List<Json> alternatives = json.get("alternatives").asList();
    assertThat(alternatives).hasSizeGreaterThan(1);
    double chosen = 0;
    double least = Double.POSITIVE_INFINITY;
    for (Json alternative : alternatives) {
      Json.Obj way = alternative.asObject();
      double sum = way.get("kernelMs").asDouble() + way.get("reordersMs").asDouble();
      least = Math.min(least, sum);
      chosen += way.get("isChosen").equals(new Json.Bool(true)) ? sum : 0;
    }
    assertThat(chosen).isEqualTo(least);
  }

  @Test
  void measuresEveryAlternative() {
    Invocation measured =
        Invocation.of(
            arguments("mixed/concat", "--json", "--measure", "--warm-up", "0", "-n", "3"));
    assertThat(measured.code()).as(measured.err()).isZero();
    assertThat(measured.json().get("alternatives").asList())
        .hasSizeGreaterThan(1)
        .allSatisfy(a -> assertThat(a.asObject().get("measuredMs").asDouble()).isPositive());
  }

  @Test
  void inputsWeightsAndViewsSayWhatTheyAre() {
    assertThat(explain("image").out()).contains("is an input, f32[1, 3, 44, 44]");
    assertThat(explain("parts.weight").out()).containsPattern("is a weight, packed .*: .*8o\\.");
    assertThat(explain("answer/flatten").out()).contains("is a view");
    assertThat(explain("mixed_nchw").out()).contains("choose-kernels/Choose", "added it");
  }

  @Test
  void withoutANodeAllAreListed() {
    Invocation list = Invocation.of("explain", Example.NETWORK, "--lanes", 8);
    assertThat(list.out())
        .containsPattern("(?m)^sharp/add +add +Glyphs.cnn:18 +inhibition$")
        .contains("mixed_nchw")
        .doesNotContain("weight_oihw");
    Json.Obj json = Invocation.of("explain", Example.NETWORK, "--json").json();
    assertThat(json.get("nodes").asList()).hasSizeGreaterThan(30);
  }

  @Test
  void anUnknownNodeGetsASuggestion() {
    Invocation unknown = explain("part");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(unknown.err())
        .isEqualTo("whittle: Glyphs has no node called part\n  hint: did you mean `parts`?\n");
    assertThat(explain("max_pool").err()).contains("there is `edges/max_pool`");
    assertThat(explain("qqqqqqqq").err()).contains("`whittle explain` lists the nodes");
  }

  @Test
  void kernelsThatLeaveZerosOutTellTheirDensity() throws IOException {
    Path source = folder.resolve("Zeros.cnn");
    Files.writeString(
        source,
        """
        network Zeros {
          input x: f32[1, 32]
          d = matmul(x, constant(f32[16, 32], [%s]))
          output y = d
        }
        """
            .formatted("1.0, " + "0.0, ".repeat(510) + "2.0"));
    Json.Obj json = Invocation.of("explain", source, "d", "--lanes", 8, "--json").json();
    List<String> kernels =
        json.get("alternatives").asList().stream()
            .map(Json::asObject)
            .filter(a -> a.find("density").isPresent())
            .map(a -> a.get("algorithm").asText() + " " + a.get("density").asDouble())
            .toList();
    assertThat(kernels)
        .containsExactlyInAnyOrder("sparse/rows 0.00390625", "sparse/blocks 0.03125");
    assertThat(Invocation.of("explain", source, "d", "--lanes", 8).out())
        .contains("density", "0.031");
  }

  private static Invocation explain(String node) {
    return Invocation.of(arguments(node));
  }

  private static Object[] arguments(String node, String... more) {
    Object[] arguments = new Object[5 + more.length];
    arguments[0] = "explain";
    arguments[1] = Example.NETWORK;
    arguments[2] = node;
    arguments[3] = "--lanes";
    arguments[4] = 8;
    System.arraycopy(more, 0, arguments, 5, more.length);
    return arguments;
  }
}
