package dev.whittle.onnx.translate;

import dev.whittle.onnx.message.ModelMessage;
import dev.whittle.onnx.message.NodeMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What nodes and weights are called. PyTorch's exporter names them after modules, {@code
 * /layer1/layer1.0/conv1/Conv} and {@code layer1.0.conv1.weight}, and numbers what it has folded,
 * {@code onnx::Conv_12}: here they become {@code layer1/0/conv1} and {@code layer1/0/conv1.weight},
 * as layers are called in sources. Names of other exporters stay.
 */
final class ModuleNames {
  private static final String NUMBERED = "onnx::";
  private static final Set<String> LAYERS =
      Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "BatchNormalization");
  private static final List<String> WEIGHTS = List.of("weight", "bias");
  private static final List<String> STATISTICS = List.of("scale", "shift", "mean", "variance");

  private final boolean isTorch;
  private final Map<String, String> weights = new HashMap<>();

  /**
   * Names of a model's weights.
   *
   * @param readers the nodes that read each value
   */
  ModuleNames(ModelMessage model, Map<String, List<NodeMessage>> readers) {
    this.isTorch = model.producer().equals("pytorch");
    for (NodeMessage node : isTorch ? model.nodes() : List.<NodeMessage>of()) {
      List<String> roles =
          node.operator().equals("BatchNormalization")
              ? STATISTICS
              : LAYERS.contains(node.operator()) ? WEIGHTS : List.of();
      for (int i = 1; i < Math.min(node.inputs().size(), roles.size() + 1); i++) {
        String name = node.inputs().get(i);
        if (readers.getOrDefault(name, List.of()).size() == 1) {
          String path = name.startsWith(NUMBERED) ? node(node) : path(name);
          weights.put(name, path + "." + roles.get(i - 1));
        }
      }
    }
  }

  /** What a stored tensor is called. */
  String weight(String name) {
    return weights.getOrDefault(name, name);
  }

  /** What a node is called, which may have no name. */
  String node(NodeMessage node) {
    String label = node.label();
    if (label.isEmpty()) {
      return node.operator().toLowerCase(Locale.ROOT);
    }
    return isTorch && label.startsWith("/") ? module(label, node.operator()) : label;
  }

  /** {@code /layer1/layer1.0/conv1/Conv} as {@code layer1/0/conv1}. */
  private static String module(String label, String operator) {
    List<String> parts = new ArrayList<>();
    String before = "";
    String[] modules = label.substring(1).split("/");
    for (int i = 0; i < modules.length - 1; i++) {
      boolean isBelow = !before.isEmpty() && modules[i].startsWith(before + ".");
      String own = isBelow ? modules[i].substring(before.length() + 1) : modules[i];
      parts.addAll(List.of(own.split("\\.")));
      before = modules[i];
    }
    if (modules.length > 0 && (parts.isEmpty() || !LAYERS.contains(operator))) {
      parts.add(modules[modules.length - 1].toLowerCase(Locale.ROOT));
    }
    String name = String.join("/", parts);
    return name.isBlank() ? label : name;
  }

  /** {@code layer1.0.conv1.weight} as {@code layer1/0/conv1}. */
  private static String path(String name) {
    int end = name.lastIndexOf('.');
    return (end < 0 ? name : name.substring(0, end)).replace('.', '/');
  }
}
