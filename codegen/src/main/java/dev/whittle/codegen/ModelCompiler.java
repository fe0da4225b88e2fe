package dev.whittle.codegen;

import dev.whittle.codegen.bytecode.BytecodeBackend;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.codegen.schedule.KernelLibrary;
import dev.whittle.codegen.schedule.LayoutConversion;
import dev.whittle.codegen.schedule.Operand;
import dev.whittle.codegen.schedule.Schedule;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.codegen.schedule.StepCode;
import dev.whittle.codegen.schedule.StepContext;
import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Placement;
import dev.whittle.ir.Span;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Algorithm;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.StepTimes;
import dev.whittle.passes.memory.Stage;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.PackedWeight;
import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Port;
import dev.whittle.runtime.Step;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Turns a planned graph into a plan and its class. */
public final class ModelCompiler {
  private static final Kernels KERNELS = new Schedules();

  private final Graph graph;
  private final MemoryPlan memory;
  private final Stage stage;
  private final Ends ends;
  private final Target target;
  private final String className;
  private final String sourceFile;
  private final KernelLibrary library = new KernelLibrary();
  private final Set<String> methodNames = new HashSet<>();
  private final List<String> methods = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<PackedWeight> weights = new ArrayList<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();

  private ModelCompiler(Graph graph, Target target, String className) {
    this.graph = graph;
    this.memory =
        graph.memory().orElseThrow(() -> new IllegalArgumentException("memory is not planned"));
    this.stage = new Stage(graph);
    this.ends = Ends.of(graph);
    this.target = target;
    this.className = className;
    this.sourceFile =
        graph.nodes().stream()
            .map(n -> n.origin().span())
            .filter(s -> s.line() > 0)
            .map(ModelCompiler::fileName)
            .findFirst()
            .orElse(graph.name() + ".cnn");
  }

  /**
   * Compiles {@code graph}, whose shapes are concrete, whose ops are lowered and whose memory is
   * planned.
   *
   * @param className the binary name of the generated class
   * @throws IllegalArgumentException when the graph is not planned or holds an op without kernel
   * @throws IllegalStateException when a kernel came out larger than HotSpot compiles
   */
  public static CompiledPlan compile(Graph graph, Target target, String className) {
    return compile(graph, target, className, source -> Map.of());
  }

  /**
   * The same, without the methods that other classes have.
   *
   * @param homes the binary names of these classes by the names of methods
   */
  static CompiledPlan compile(
      Graph graph,
      Target target,
      String className,
      Function<KernelClass, Map<String, String>> homes) {
    return new ModelCompiler(graph, target, className).compile(homes);
  }

  private CompiledPlan compile(Function<KernelClass, Map<String, String>> homes) {
    graph.nodes().forEach(this::compile);
    List<Port> inputs = graph.inputs().stream().map(n -> port(n.name(), n.value())).toList();
    List<Port> outputs =
        graph.outputs().stream().map((Output o) -> port(o.name(), o.value())).toList();
    int batch =
        inputs.isEmpty() || inputs.getFirst().shape().isEmpty()
            ? 1
            : Math.max(1, inputs.getFirst().shape().getFirst());
    Plan plan =
        new Plan(
            className,
            batch,
            target.lanes(),
            Plan.BASE + memory.arenaFloats(),
            Plan.BASE + memory.scratchFloats(),
            Plan.BASE + memory.weightsFloats(),
            steps,
            inputs,
            outputs,
            weights);
    KernelClass source =
        new KernelClass(
            className,
            sourceFile,
            target.lanes(),
            library.methods(),
            methods,
            Optional.of(plan.digest()));
    BytecodeBackend.Result code = BytecodeBackend.compile(source, homes.apply(source));
    return new CompiledPlan(
        plan, Map.of(className, code.classFile()), code.methodSizes(), constants, source);
  }

  private void compile(Node node) {
    switch (node.op()) {
      case Input input -> {}
      case Parameter parameter -> pack(node.value(), parameter.name(), plain(node));
      case Constant constant -> packConstant(node, constant, plain(node));
      case Reorder reorder -> reorder(node, reorder);
      case Lowered lowered -> {
        if (!lowered.isView()) {
          lowered(node, lowered);
        }
      }
      case Op other ->
          throw new IllegalArgumentException(node.name() + " is not lowered: " + other.operator());
    }
  }

  private void reorder(Node node, Reorder reorder) {
    Node source = graph.node(node.operand(0));
    switch (source.op()) {
      case Parameter parameter -> pack(node.value(), parameter.name(), reorder.to());
      case Constant constant -> packConstant(source, constant, reorder.to(), node.value());
      case Op other -> {
        if (!place(node.value()).equals(place(node.operand(0)))) {
          KernelBuilder driver = new KernelBuilder(methodName(node));
          StepContext context =
              context(
                  node, node.op(), "", List.of(), List.of(reorder.from()), reorder.to(), driver);
          finish(node, driver, LayoutConversion.write(context));
        }
      }
    }
  }

  private void lowered(Node node, Lowered lowered) {
    Schedule schedule =
        Schedules.find(lowered.algorithm())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    node.name() + " names no algorithm: " + lowered.algorithm()));
    KernelBuilder driver = new KernelBuilder(methodName(node));
    StepContext context =
        context(
            node,
            lowered.op(),
            Algorithm.variant(lowered.algorithm()),
            lowered.epilogue(),
            lowered.operandLayouts(),
            lowered.layout(),
            driver);
    finish(node, driver, schedule.write(context));
  }

  private void finish(Node node, KernelBuilder driver, StepCode code) {
    Span span = node.origin().span();
    int line = fileName(span).equals(sourceFile) ? span.line() : 0;
    library.add(driver.build(line));
    long bytes =
        graph.operandTypes(node).stream().mapToLong(TensorType::bytes).sum()
            + node.types().stream().mapToLong(TensorType::bytes).sum();
    String source = span.line() > 0 ? fileName(span) + ":" + span.line() : "";
    double nanos = StepTimes.of(graph, node, KERNELS, target);
    steps.add(
        new Step(
            node.name(),
            code.kernel(),
            source,
            code.units(),
            code.flops(),
            bytes,
            Math.round(nanos),
            stage.begins(node),
            ends.reads(node),
            ends.writes(node)));
  }

  private StepContext context(
      Node node,
      Op op,
      String variant,
      List<dev.whittle.ir.op.Epilogue> epilogue,
      List<Layout> layouts,
      Layout layout,
      KernelBuilder driver) {
    Local arena = driver.buffer("arena");
    Local packed = driver.buffer("weights");
    Local scratch = driver.buffer("scratch");
    Local from = driver.integer("from");
    Local to = driver.integer("to");
    Local input = driver.buffer("input");
    Local inputAt = driver.integer("inputAt");
    Local output = driver.buffer("output");
    Local outputAt = driver.integer("outputAt");
    int own =
        node.op() instanceof Lowered lowered
            ? lowered.ownOperands(node.operands().size())
            : node.operands().size();
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      Layout operandLayout = i < layouts.size() ? layouts.get(i) : layout;
      Value value = node.operand(i);
      operands.add(
          ends.inputs().containsKey(value)
              ? new Operand(graph.type(value), operandLayout, place(value), input, inputAt)
              : operand(value, operandLayout, arena, packed));
    }
    List<Operand> results = new ArrayList<>();
    for (int i = 0; i < node.types().size(); i++) {
      Value value = node.result(i);
      results.add(
          ends.outputs().containsKey(value)
              ? new Operand(graph.type(value), layout, place(value), output, outputAt)
              : operand(value, layout, arena, packed));
    }
    return new StepContext(
        op,
        variant,
        epilogue,
        operands.subList(0, own),
        operands.stream().skip(own).findFirst(),
        results,
        target.lanes(),
        target.threads(),
        library,
        driver,
        arena,
        scratch,
        from,
        to);
  }

  private Operand operand(Value value, Layout layout, Local arena, Local packed) {
    Placement place = place(value);
    TensorType type = graph.type(value);
    if (place.space() == Placement.Space.ARENA || type.rank() < 2) {
      Local buffer = place.space() == Placement.Space.ARENA ? arena : packed;
      return new Operand(type, layout, place, buffer);
    }
    int row = Math.toIntExact(layout.size(type.shape().sizes()) / type.shape().size(0));
    return new Operand(type, layout, new Placement(place.space(), place.offset(), row), packed);
  }

  private void packConstant(Node node, Constant constant, Layout layout) {
    packConstant(node, constant, layout, node.value());
  }

  private void packConstant(Node node, Constant constant, Layout layout, Value value) {
    String name = "constant:" + node.name();
    constants.put(name, constant.value());
    pack(value, name, layout);
  }

  private void pack(Value value, String tensor, Layout layout) {
    if (memory.placements().containsKey(value)) {
      weights.add(new PackedWeight(tensor, layout, place(value).offset()));
    }
  }

  /** A value's place in the arrays, whose first floats are left out for alignment. */
  private Placement place(Value value) {
    Placement place = memory.placements().get(value);
    if (place == null) {
      throw new IllegalArgumentException(graph.node(value).name() + " has no place in memory");
    }
    return new Placement(place.space(), Plan.BASE + place.offset(), place.batchStride());
  }

  private Port port(String name, Value value) {
    TensorType type = graph.type(value);
    List<Integer> sizes = new ArrayList<>();
    for (int size : type.shape().sizes()) {
      sizes.add(size);
    }
    return new Port(name, type.element(), sizes, place(value).offset());
  }

  private static Layout plain(Node node) {
    return Layout.plain(node.type().rank());
  }

  private static String fileName(Span span) {
    return span.file().substring(span.file().lastIndexOf('/') + 1);
  }

  private String methodName(Node node) {
    String base = node.name().replaceAll("[^A-Za-z0-9_$]", "_");
    if (base.isEmpty() || Character.isDigit(base.charAt(0))) {
      base = "_" + base;
    }
    String unique = base;
    for (int i = 2; !methodNames.add(unique) || unique.equals("run"); i++) {
      unique = base + "_" + i;
    }
    methods.add(unique);
    return unique;
  }
}
