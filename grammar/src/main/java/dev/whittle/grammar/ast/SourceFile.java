package dev.whittle.grammar.ast;

import java.util.List;

/** One {@code .cnn} file. */
public record SourceFile(String name, List<Import> imports, List<Declaration> declarations) {
  public SourceFile {
    imports = List.copyOf(imports);
    declarations = List.copyOf(declarations);
  }
}
