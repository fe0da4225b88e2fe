package dev.whittle.onnx.translate;

import dev.whittle.onnx.message.ModelMessage;
import dev.whittle.onnx.message.NodeMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What nodes and weights are called. The weights of a layer that are named alike up to the last dot
 * take the endings that sources have. PyTorch's exporter names nodes and weights after modules,
 * {@code /layer1/layer1.0/conv1/Conv} and {@code layer1.0.conv1.weight}, and numbers what it has
 * folded, {@code onnx::Conv_12}: here they become {@code layer1/0/conv1} and {@code
 * layer1/0/conv1.weight}. Other names stay.
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
    for (NodeMessage node : model.nodes()) {
      List<String> roles =
          node.operator().equals("BatchNormalization")
              ? STATISTICS
              : LAYERS.contains(node.operator()) ? WEIGHTS : List.of();
      int count = Math.clamp(node.inputs().size() - 1, 0, roles.size());
      List<String> names = count == 0 ? List.of() : node.inputs().subList(1, count + 1);
      boolean isOwner =
          names.stream().allMatch(n -> readers.getOrDefault(n, List.of()).size() == 1);
      for (int i = 0; isOwner && i < count; i++) {
        Optional<String> path = path(node, names);
        if (path.isPresent()) {
          weights.put(names.get(i), path.get() + "." + roles.get(i));
        }
      }
    }
  }

  /** What the names of a layer's weights begin with, when they can be named alike. */
  private Optional<String> path(NodeMessage node, List<String> names) {
    if (isTorch && names.getFirst().startsWith(NUMBERED)) {
      return Optional.of(node(node));
    }
    String path = beforeDot(names.getFirst());
    return path.isEmpty() || names.stream().anyMatch(n -> !beforeDot(n).equals(path))
        ? Optional.empty()
        : Optional.of(isTorch ? path.replace('.', '/') : path);
  }

  private static String beforeDot(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
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
}
