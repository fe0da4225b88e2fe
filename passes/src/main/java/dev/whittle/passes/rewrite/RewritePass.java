package dev.whittle.passes.rewrite;

import dev.whittle.ir.Graph;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import java.util.List;

/** A pass that is nothing but its rules. */
public record RewritePass(PassInfo info, List<Rule> rules) implements Pass {
  public RewritePass {
    rules = List.copyOf(rules);
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    return new Rewriter(info.name(), rules).run(graph, context);
  }
}
