package dev.whittle.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Chooses the plans for a machine, finds their classes and packs their weights. */
final class ModelLoader {
  private static final String REBUILD = "compile the network and its classes together again";

  /** The least part of the heap that packed weights may exceed without spoiling a quick start. */
  private static final int QUICK_HEAP_SHARE = 8;

  /** What plans with equal lists of weights share. */
  private record Packing(int floats, List<PackedWeight> weights, float[] packed) {}

  private final ModelFile file;
  private final ClassLoader classes;
  private final Workers workers;
  private final List<Packing> packings = new ArrayList<>();
  private List<String> ports = List.of();

  /** Loads with the help of {@code workers}. */
  ModelLoader(ModelFile file, ClassLoader classes, Workers workers) {
    this.file = file;
    this.classes = classes;
    this.workers = workers;
  }

  /** The plans of one width, largest batch first, with the ports of those loaded before. */
  List<LoadedPlan> load(int wantedLanes) {
    checkAbi(file.abi(), "the model file");
    int lanes = chooseLanes(wantedLanes);
    List<LoadedPlan> plans = new ArrayList<>();
    for (Plan plan : file.plans()) {
      if (plan.lanes() == lanes) {
        int at = 0;
        while (at < plans.size() && plans.get(at).plan().batch() > plan.batch()) {
          at++;
        }
        plans.add(at, new LoadedPlan(plan, program(plan), weights(plan), workers.threads()));
      }
    }
    checkPorts(plans);
    return plans;
  }

  /**
   * Whether scalar plans may stand in for the vector plans of {@code options} at first: the options
   * allow it, each width has a plan for the same batches, and the heap has room for both.
   */
  boolean hasQuickStart(Options options) {
    if (!options.isQuickStart()
        || options.isProfiled()
        || options.lanes() > 0
        || Knobs.lanes() > 0
        || !Vectors.isModulePresent()) {
      return false;
    }
    Map<Integer, Set<Integer>> batches = new HashMap<>();
    long floats = 0;
    for (Plan plan : file.plans()) {
      batches.computeIfAbsent(plan.lanes(), _ -> new HashSet<>()).add(plan.batch());
      floats = Math.max(floats, plan.weightsFloats());
    }
    return batches.size() > 1
        && batches.containsKey(1)
        && new HashSet<>(batches.values()).size() == 1
        && floats * Float.BYTES <= Runtime.getRuntime().maxMemory() / QUICK_HEAP_SHARE;
  }

  private int chooseLanes(int wanted) {
    TreeSet<Integer> available = new TreeSet<>();
    for (Plan plan : file.plans()) {
      available.add(plan.lanes());
    }
    int offered = wanted > 0 ? wanted : Vectors.lanes();
    if (wanted > 0 && !available.contains(wanted)) {
      throw new ModelException(
          file.name(), "has no plan for %d lanes, only for %s".formatted(wanted, available), "");
    }
    if (available.last() > 1 && !Vectors.isModulePresent()) {
      if (offered > 1 || available.first() > 1) {
        throw new ModelException(
            file.name(),
            "its kernels need the module jdk.incubator.vector",
            "start java with --add-modules jdk.incubator.vector");
      }
      if (wanted == 0) {
        Vectors.warnOfAbsence();
      }
    }
    return Optional.ofNullable(available.floor(offered))
        .orElseThrow(() ->
            new ModelException(
                file.name(),
                "has plans for %s lanes, this processor offers %d".formatted(available, offered),
                "compile it for this width too"));
  }

  private Program program(Plan plan) {
    try {
      Class<?> type = Class.forName(plan.programClass(), false, classes);
      if (plan.lanes() > 1 && !Vectors.areReadBy(type.getModule())) {
        throw new ModelException(
            file.name(),
            type.getModule() + " does not read jdk.incubator.vector",
            "let the module require jdk.incubator.vector");
      }
      checkAbi(type.getDeclaredField("ABI").getInt(null), plan.programClass());
      String digest = planDigest(type);
      if (!digest.isEmpty() && !digest.equals(plan.digest())) {
        throw new ModelException(
            file.name(), plan.programClass() + " belongs to another plan", REBUILD);
      }
      return type.asSubclass(Program.class).getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw new ModelException(
          file.name(),
          "its class " + plan.programClass() + " is missing",
          "put the generated classes on the class path",
          e);
    } catch (NoSuchFieldException | ClassCastException e) {
      throw new ModelException(
          file.name(), plan.programClass() + " is not a compiled network", REBUILD, e);
    } catch (IllegalAccessException e) {
      throw new ModelException(
          file.name(),
          plan.programClass() + " is not accessible",
          "a named module opens the package to dev.whittle.runtime",
          e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new ModelException(
          file.name(), plan.programClass() + " cannot be used: " + e, REBUILD, e);
    }
  }

  private static String planDigest(Class<?> type) throws IllegalAccessException {
    try {
      return (String) type.getDeclaredField("PLAN").get(null);
    } catch (NoSuchFieldException e) {
      return "";
    }
  }

  private void checkAbi(int abi, String what) {
    if (abi != Program.ABI) {
      throw new ModelException(
          file.name(),
          "%s was made for ABI %d, this runtime has ABI %d".formatted(what, abi, Program.ABI),
          "use one version of Whittle to compile and to run");
    }
  }

  private float[] weights(Plan plan) {
    for (Packing packing : packings) {
      if (packing.floats() == plan.weightsFloats() && packing.weights().equals(plan.weights())) {
        return packing.packed();
      }
    }
    float[] packed = pack(plan);
    packings.add(new Packing(plan.weightsFloats(), plan.weights(), packed));
    return packed;
  }

  private float[] pack(Plan plan) {
    if (file.weights() instanceof StoredWeights stored) {
      Set<String> names = new LinkedHashSet<>();
      for (PackedWeight weight : plan.weights()) {
        names.add(weight.tensor());
      }
      stored.verify(names, workers);
    }
    float[] target = Buffers.of(plan.weightsFloats());
    for (PackedWeight weight : plan.weights()) {
      Optional<Tensor> found = file.weights().find(weight.tensor());
      if (found.isEmpty()) {
        throw new ModelException(file.name(), "has no tensor \"" + weight.tensor() + "\"", REBUILD);
      }
      Tensor tensor = found.get();
      int[] shape = tensor.shape();
      Layout layout = weight.layout();
      if (!layout.fits(shape) || weight.offset() + layout.size(shape) > plan.weightsFloats()) {
        throw misfit(weight, tensor);
      }
      if (layout.isPlain()) {
        float[] source = tensor.floats();
        System.arraycopy(source, 0, target, weight.offset(), source.length);
      } else {
        try {
          layout.pack(tensor.floats(), shape, target, weight.offset());
        } catch (IllegalArgumentException e) {
          throw misfit(weight, tensor);
        }
      }
    }
    return target;
  }

  private ModelException misfit(PackedWeight weight, Tensor tensor) {
    return new ModelException(
        file.name(),
        "tensor \"%s\" %s does not fit its place as %s"
            .formatted(weight.tensor(), tensor, weight.layout()),
        REBUILD);
  }

  private void checkPorts(List<LoadedPlan> plans) {
    for (LoadedPlan plan : plans) {
      ports = ports.isEmpty() ? signature(plan) : ports;
      if (!signature(plan).equals(ports)) {
        throw new ModelException(
            file.name(), "its plans do not agree on inputs and outputs", REBUILD);
      }
    }
  }

  private static List<String> signature(LoadedPlan plan) {
    List<String> names = new ArrayList<>();
    for (List<Port> ports : List.of(plan.plan().inputs(), plan.plan().outputs())) {
      for (Port port : ports) {
        names.add(port.name() + port.type() + port.elementCount() / plan.items());
      }
      names.add("|");
    }
    return names;
  }
}
