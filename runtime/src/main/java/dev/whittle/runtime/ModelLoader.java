package dev.whittle.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Chooses the plans for a machine, finds their classes and packs their weights. */
final class ModelLoader {
  private static final String REBUILD = "compile the network and its classes together again";

  /** The packed weights that plans with equal lists share. */
  private record Packing(int floats, List<PackedWeight> weights) {}

  private final ModelFile file;
  private final ClassLoader classes;
  private final Map<Packing, float[]> packed = new HashMap<>();

  ModelLoader(ModelFile file, ClassLoader classes) {
    this.file = file;
    this.classes = classes;
  }

  /** The plans of one width, largest batch first. */
  List<LoadedPlan> load(int wantedLanes) {
    checkAbi(file.abi(), "the model file");
    int lanes = chooseLanes(wantedLanes);
    List<LoadedPlan> plans = new ArrayList<>();
    file.plans().stream()
        .filter(plan -> plan.lanes() == lanes)
        .sorted(Comparator.comparingInt(Plan::batch).reversed())
        .forEach(plan -> plans.add(new LoadedPlan(plan, program(plan), weights(plan))));
    checkPorts(plans);
    return plans;
  }

  private int chooseLanes(int wanted) {
    TreeSet<Integer> available = new TreeSet<>();
    file.plans().forEach(plan -> available.add(plan.lanes()));
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
      Class<?> type = Class.forName(plan.programClass(), true, classes);
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
    return packed.computeIfAbsent(new Packing(plan.weightsFloats(), plan.weights()), this::pack);
  }

  private float[] pack(Packing packing) {
    float[] target = new float[packing.floats()];
    for (PackedWeight weight : packing.weights()) {
      Tensor tensor =
          file.weights()
              .find(weight.tensor())
              .orElseThrow(() ->
                  new ModelException(
                      file.name(), "has no tensor \"" + weight.tensor() + "\"", REBUILD));
      int[] shape = tensor.shape();
      Layout layout = weight.layout();
      if (layout.rank() != Math.max(1, shape.length)
          || weight.offset() + layout.size(shape) > target.length) {
        throw new ModelException(
            file.name(),
            "tensor \"%s\" %s does not fit its place as %s"
                .formatted(weight.tensor(), tensor, layout),
            REBUILD);
      }
      if (layout.isPlain()) {
        float[] source = tensor.floats();
        System.arraycopy(source, 0, target, weight.offset(), source.length);
      } else {
        layout.pack(tensor.floats(), shape, target, weight.offset());
      }
    }
    return target;
  }

  private void checkPorts(List<LoadedPlan> plans) {
    List<String> first = signature(plans.getFirst());
    for (LoadedPlan plan : plans) {
      if (!signature(plan).equals(first)) {
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
