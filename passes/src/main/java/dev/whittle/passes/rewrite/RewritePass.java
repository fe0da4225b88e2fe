package dev.whittle.passes.rewrite;

import dev.whittle.ir.Graph;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.select.LayerSelector;
import java.util.List;

/**
 * A pass that is nothing but its rules. With the option {@link LayerSelector#OPTION} it keeps to
 * the layers selected and to what reads them directly.
 */
public record RewritePass(PassInfo info, List<Rule> rules) implements Pass {
  public RewritePass {
    rules = List.copyOf(rules);
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    boolean isSelective = info.options().contains(LayerSelector.OPTION);
    LayerSelector layers =
        isSelective ? context.option(LayerSelector.OPTION, LayerSelector.class) : LayerSelector.ALL;
    return new Rewriter(info.name(), rules).run(graph, context, layers.select(graph));
  }
}
