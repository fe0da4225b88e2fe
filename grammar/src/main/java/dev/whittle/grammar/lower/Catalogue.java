package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.lower.Kind.Base;
import dev.whittle.grammar.lower.Signature.Param;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.ir.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be called, and with what. A file's blocks hide operators of the same name.
 */
public final class Catalogue {
  private static final Map<String, Signature> OTHERS =
      Map.of(
          "relu6",
          Signature.of("relu6", Param.required("x", Base.TENSOR)),
          "parameter",
          Signature.of(
              "parameter", Param.required("name", Base.TEXT), Param.required("type", Base.TYPE)),
          "constant",
          Signature.of(
              "constant",
              Param.required("type", Base.TYPE),
              Param.optional("values", Base.ANY),
              Param.optional("name", Base.TEXT),
              Param.optional("digest", Base.TEXT)));

  private Catalogue() {}

  static Optional<Signature> find(FileScope file, String name) {
    return file.block(name)
        .map(FileScope.BlockIn::signature)
        .or(() -> Layers.find(name))
        .or(() -> Operators.find(name).map(Operators::signature))
        .or(() -> Optional.ofNullable(OTHERS.get(name)))
        .or(() -> Functions.find(name));
  }

  /** True when {@code name} is a function in files that define no block of that name. */
  public static boolean isBuiltIn(String name) {
    return OpSchema.find(name).isPresent()
        || Layers.find(name).isPresent()
        || OTHERS.containsKey(name)
        || Functions.find(name).isPresent();
  }

  /** Every function that a file can call. */
  static List<String> names(FileScope file) {
    List<String> names = new ArrayList<>(file.blocks());
    names.addAll(Layers.names());
    names.addAll(Operators.names());
    names.addAll(OTHERS.keySet());
    names.addAll(Functions.names());
    return names;
  }

  static void reportUnknown(FileScope file, Identifier function, Problems problems) {
    String hint = Suggestion.didYouMean(function.text(), names(file));
    if (hint.isEmpty() && OpSchema.find(function.text()).isPresent()) {
      hint = "`%s` is a statement or annotation, not a function".formatted(function.text());
    }
    if (hint.isEmpty() && file.isIncomplete()) {
      return;
    }
    problems.error(
        Mistake.UNKNOWN_FUNCTION,
        function.span(),
        "there is no operator, block or function `%s`".formatted(function.text()),
        hint);
  }
}
