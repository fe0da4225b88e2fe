package dev.whittle.codegen;

import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.ModelFile;
import dev.whittle.runtime.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as classes and a model file.
 *
 * @param file the plans, the weights, preprocessing and labels
 * @param variants one for each width and batch, in the order of the file's plans
 */
public record CompiledNetwork(ModelFile file, List<Variant> variants) {
  /**
   * The network for one width and batch.
   *
   * @param compilation the planned graph and what each pass did
   */
  public record Variant(Compilation compilation, CompiledPlan compiled) {}

  public CompiledNetwork {
    variants = List.copyOf(variants);
  }

  /** What class files and the model file are called: the network's name, made safe for both. */
  public String baseName() {
    return baseName(file.name());
  }

  /** {@code name} with every character that is no letter, digit or underscore replaced by one. */
  static String baseName(String name) {
    return name.isEmpty() ? "_" : name.replaceAll("[^\\p{L}\\p{N}_]", "_");
  }

  /** All class files by binary name. */
  public Map<String, byte[]> classes() {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    variants.forEach(variant -> classes.putAll(variant.compiled().classes()));
    return classes;
  }

  /** Bytes of code of all generated methods by class and name. */
  public List<Integer> methodSizes() {
    List<Integer> sizes = new ArrayList<>();
    variants.forEach(variant -> sizes.addAll(variant.compiled().methodSizes().values()));
    return sizes;
  }

  /** The network in a class loader of its own, ready to run. */
  public Model load(Options options) {
    return Model.load(file, new GeneratedClasses(classes()), options);
  }
}
