package dev.whittle.passes.select;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Span;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.passes.pipeline.PipelineMistake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads selectors of layers. */
final class SelectorReader {
  private static final Pattern COMPARED = Pattern.compile("([^<>=]*?)\\s*(>=|<=|>|<|=)\\s*(.*)");
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d_]*(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern WINDOW = Pattern.compile("\\d{1,4}(x\\d{1,4}){0,2}");
  private static final Set<String> PREFIXES = Set.of("kind", "kernel");
  private static final String FORMS =
      "terms are names, ranges `a..b`, `kind:conv`, `kernel:3x3`, `parameters>1000` or `macs>=1e6`";

  private final String text;
  private final Span span;
  private final List<Diagnostic> problems;
  private final int before;

  SelectorReader(String text, Span span, List<Diagnostic> problems) {
    this.text = text;
    this.span = span;
    this.problems = problems;
    this.before = problems.size();
  }

  Optional<LayerSelector> read() {
    List<LayerSelector.Term> terms = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String written = part.strip();
      boolean isExcluded = written.startsWith("!");
      List<Factor> factors = new ArrayList<>();
      for (String factor : (isExcluded ? written.substring(1) : written).split("&", -1)) {
        factor(factor.strip()).ifPresent(factors::add);
      }
      terms.add(new LayerSelector.Term(written, isExcluded, factors));
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new LayerSelector(text, span, terms));
  }

  private Optional<Factor> factor(String written) {
    if (written.isEmpty()) {
      return text.isBlank()
          ? wrong("the selector is empty", "every layer is \"*\"")
          : wrong("the selector \"%s\" has an empty term".formatted(text), FORMS);
    }
    if (written.startsWith("!")) {
      return wrong("`!` stands at the beginning of a term only", FORMS);
    }
    Matcher compared = COMPARED.matcher(written);
    if (compared.matches()) {
      return size(compared.group(1), compared.group(2), compared.group(3));
    }
    int colon = written.indexOf(':');
    if (colon >= 0) {
      return prefixed(written.substring(0, colon).strip(), written.substring(colon + 1).strip());
    }
    int dots = written.indexOf("..");
    return dots >= 0
        ? range(written.substring(0, dots).strip(), written.substring(dots + 2).strip())
        : Optional.of(Factor.Name.of(written));
  }

  private Optional<Factor> prefixed(String prefix, String value) {
    switch (prefix) {
      case "kind" -> {
        Set<String> kinds = Factor.Kind.all();
        return kinds.contains(value)
            ? Optional.of(new Factor.Kind(value))
            : wrong(
                "there is no kind of layer `%s`".formatted(value),
                orElse(
                    Suggestion.didYouMean(value, kinds),
                    "kinds are conv, depthwise, dense and the operators"));
      }
      case "kernel" -> {
        return WINDOW.matcher(value).matches()
            ? Optional.of(
                new Factor.Kernel(Stream.of(value.split("x")).map(Integer::valueOf).toList()))
            : wrong("`%s` is not the size of a kernel".formatted(value), "for example kernel:3x3");
      }
      default -> {
        return wrong(
            "a term cannot begin with `%s:`".formatted(prefix),
            orElse(Suggestion.didYouMean(prefix, PREFIXES), FORMS));
      }
    }
  }

  private Optional<Factor> size(String name, String sign, String bound) {
    List<String> names = Stream.of(Factor.Count.values()).map(c -> c.text).toList();
    if (!names.contains(name)) {
      return wrong(
          "`%s` cannot be compared".formatted(name),
          orElse(Suggestion.didYouMean(name, names), "parameters and macs can"));
    }
    if (!NUMBER.matcher(bound).matches()) {
      return wrong("`%s` is not a number".formatted(bound), "for example 10000 or 1e6");
    }
    return Optional.of(
        new Factor.Size(
            Factor.Count.values()[names.indexOf(name)],
            Stream.of(Factor.Comparison.values())
                .filter(c -> c.text.equals(sign))
                .findFirst()
                .orElseThrow(),
            Double.parseDouble(bound.replace("_", ""))));
  }

  private Optional<Factor> range(String first, String last) {
    Factor.Name from = Factor.Name.of(first);
    Factor.Name to = Factor.Name.of(last);
    if (first.isEmpty() || last.isEmpty() || !from.isPlain() || !to.isPlain()) {
      return wrong(
          "the ends of a range are names, not \"%s\" and \"%s\"".formatted(first, last),
          "for example conv2..conv5");
    }
    return Optional.of(new Factor.Range(from, to));
  }

  private Optional<Factor> wrong(String message, String hint) {
    problems.add(PipelineMistake.BAD_SELECTOR.error(span, message, hint));
    return Optional.empty();
  }

  private static String orElse(String near, String otherwise) {
    return near.isEmpty() ? otherwise : near;
  }
}
