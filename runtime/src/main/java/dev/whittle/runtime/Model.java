package dev.whittle.runtime;

import dev.whittle.runtime.picture.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.FlightRecorder;

/**
 * A compiled network, ready to run.
 *
 * <p>Any number of threads may run a model at once. After the first runs, {@link #run(float[],
 * float[])} allocates nothing. A batch of any size runs as a sum of the plans the model was
 * compiled with; where the rest is smaller than the smallest plan, that plan runs partly empty.
 * Results do not depend on the number of threads. Closing a model is a courtesy: a forgotten one
 * goes with the next garbage collection.
 */
public final class Model implements AutoCloseable {
  private final String name;
  private final Options options;
  private final Map<String, Preprocessing> preprocessing;
  private final Map<String, List<String>> labels;
  private final Sessions sessions;
  private final float[][] helperScratch;
  private volatile List<LoadedPlan> plans;
  private volatile QuickStart quickStart;

  private Model(ModelFile file, List<LoadedPlan> plans, Options options) {
    this.name = file.name();
    this.options = options;
    this.plans = List.copyOf(plans);
    this.preprocessing = file.preprocessing();
    this.labels = file.labels();
    this.sessions = new Sessions(this, options.sessions());
    this.helperScratch = new float[options.workers().threads() - 1][];
  }

  /**
   * Loads a model whose classes {@code classes} finds.
   *
   * @throws ModelException when file and classes do not fit each other, this runtime or this
   *     machine
   * @throws dev.whittle.runtime.weights.WeightsException when a tensor is damaged
   */
  public static Model load(ModelFile file, ClassLoader classes, Options options) {
    ModelLoader loader = new ModelLoader(file, classes, options.workers());
    if (!loader.hasQuickStart(options)) {
      return new Model(file, loader.load(options.lanes()), options);
    }
    List<LoadedPlan> scalar = loader.load(1);
    Model model = new Model(file, scalar, options);
    model.quickStart = new QuickStart(model, loader, options.workers(), scalar);
    model.quickStart.start();
    return model;
  }

  /** Loads a model with standard options; see {@link #load(ModelFile, ClassLoader, Options)}. */
  public static Model load(ModelFile file, ClassLoader classes) {
    return load(file, classes, Options.standard());
  }

  /**
   * Loads a model compiled ahead of time: the resource {@code name} beside the class {@code
   * anchor}, and the generated classes of the same class loader.
   *
   * <p>They may lie in a folder, a jar, or a jar within a jar whose class loader finds them; each
   * class loader has its own. The thread's context class loader plays no part. In a named module
   * the resource and the generated classes are in packages that the module opens to {@code
   * dev.whittle.runtime}, and the module requires {@code jdk.incubator.vector}, or requires it
   * statically to run scalar code where that is left out:
   *
   * <pre>{@code
   * module com.acme {
   *   requires dev.whittle.runtime;
   *   requires jdk.incubator.vector;
   *   opens com.acme to dev.whittle.runtime;
   * }
   * }</pre>
   *
   * @throws ModelException as {@link #load(ModelFile, ClassLoader, Options)}, or when the resource
   *     is missing or not open to the runtime
   */
  public static Model load(Class<?> anchor, String name, Options options) {
    return load(ModelFile.resource(anchor, name), anchor.getClassLoader(), options);
  }

  /** The network's name. */
  public String name() {
    return name;
  }

  /**
   * Floats per vector of the plans in use; 1 until a {@link Options#withoutQuickStart quick start}
   * is over.
   */
  public int lanes() {
    return plans.getFirst().plan().lanes();
  }

  /** The batch sizes there are plans for, largest first. */
  public List<Integer> batches() {
    return plans.stream().map(p -> p.plan().batch()).toList();
  }

  /** The plans in use, largest batch first. */
  public List<Plan> plans() {
    return plans.stream().map(LoadedPlan::plan).toList();
  }

  /** The inputs of the plan with the smallest batch. */
  public List<Port> inputs() {
    return plans.getLast().plan().inputs();
  }

  /** The outputs of the plan with the smallest batch. */
  public List<Port> outputs() {
    return plans.getLast().plan().outputs();
  }

  /** How a picture becomes the input called {@code input}, when the network says so. */
  public Optional<Preprocessing> preprocessing(String input) {
    return Optional.ofNullable(preprocessing.get(input));
  }

  /** The names of the elements of the output called {@code output}; empty when it has none. */
  public List<String> labels(String output) {
    return labels.getOrDefault(output, List.of());
  }

  /** Floats of one item of the only input. */
  public int inputSize() {
    return plans.getLast().inputSize(only(inputs(), "input"));
  }

  /** Floats of one item of the only output. */
  public int outputSize() {
    return plans.getLast().outputSize(only(outputs(), "output"));
  }

  /**
   * Runs a network of one input and one output, of type f32 or converted to it.
   *
   * <p>The network may read {@code input} and write {@code output} itself, without a copy between,
   * until this returns: nobody else changes them meanwhile. They may be one array.
   *
   * @param input row-major items, any number of them; not changed unless it is {@code output} too
   * @param output as many items, overwritten; of any content when this throws
   * @throws ModelException when a length is not what the network needs, or the model is closed
   */
  public void run(float[] input, float[] output) {
    int inputSize = inputSize();
    int outputSize = outputSize();
    int items = input.length / inputSize;
    if (input.length == 0 || input.length % inputSize != 0) {
      throw new ModelException(
          name,
          "its input has %d floats for each item, got %d".formatted(inputSize, input.length),
          "");
    }
    if (output.length != (long) items * outputSize) {
      throw new ModelException(
          name,
          "%d items have %d output floats, the array has %d"
              .formatted(items, (long) items * outputSize, output.length),
          "");
    }
    RunEvent event = begin();
    Session session = sessions.take();
    try {
      session.run(input, output, items);
    } finally {
      sessions.give(session);
    }
    end(event, items);
  }

  /** Warms the model up for at most a minute; see {@link #warmUp(Duration)}. */
  public WarmUp warmUp() {
    return warmUp(Duration.ofMinutes(1));
  }

  /**
   * Brings the model to full speed: waits until a {@link Options#withoutQuickStart quick start} is
   * over, then runs the plans in use on made-up input, through the same workers as any run, until
   * for a second and a half neither the times have fallen nor the virtual machine's compiler has
   * worked.
   *
   * <p>Other threads may run the model meanwhile; they share its sessions and workers as with any
   * other caller. Reading pictures is not warmed up. A profile counts these runs, see {@link
   * #clearProfile()}. An interrupt ends it after the run in progress, and the thread stays
   * interrupted. It holds one input and one output for each plan and allocates nothing for a run.
   *
   * @param atMost when to stop at the latest, but for the end of a run: one of a network just
   *     loaded may take seconds
   * @return what it did; {@link WarmUp#isSettled()} tells whether there was time enough
   * @throws ModelException when the model is closed, or the vector plans cannot be used
   */
  public WarmUp warmUp(Duration atMost) {
    return new Warmer(this).warmUp(atMost);
  }

  /**
   * Runs the network on named tensors.
   *
   * @param inputs a tensor of the declared element type for each input; their first axis is the
   *     batch, of any size, the others are as declared
   * @return a tensor for each output, in the network's order
   * @throws ModelException when inputs are missing, unknown or do not fit
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Call call = Call.of(name, plans, inputs);
    RunEvent event = begin();
    Session session = sessions.take();
    try {
      if (call.isWhole()) {
        session.runPlan(call.plan(), call.inputs(), call.outputs(), 0, 1);
      } else {
        session.run(call.inputs(), call.outputs(), call.items());
      }
    } finally {
      sessions.give(session);
    }
    end(event, call.items());
    return call.results();
  }

  /**
   * Names what is in a picture file.
   *
   * @param k how many answers, at most
   * @return the most probable classes, most probable first, the lower index first among equals
   * @throws ModelException when the network does not have one input with preprocessing and one
   *     output
   * @throws dev.whittle.runtime.picture.PictureException when the picture cannot be used
   */
  public List<Answer> classify(Path picture, int k) {
    return classify(Picture.read(picture), k);
  }

  /**
   * Names what is in a picture that is read to the stream's end; see {@link #classify(Path, int)}.
   */
  public List<Answer> classify(InputStream picture, int k) throws IOException {
    return classify(Picture.read(picture, "picture"), k);
  }

  /** Names what is in a decoded picture; see {@link #classify(Path, int)}. */
  public List<Answer> classify(Picture picture, int k) {
    return classify(List.of(picture), k).getFirst();
  }

  /**
   * Names what is in each of several pictures, run as one batch; see {@link #classify(Path, int)}.
   */
  public List<List<Answer>> classify(List<Picture> pictures, int k) {
    return new Classifier(this).classify(pictures, k);
  }

  /**
   * Where time went since loading or {@link #clearProfile()}: one profile for each plan that ran.
   * Empty unless the options ask for it.
   */
  public List<Profile> profiles() {
    return plans.stream()
        .map(plan -> plan.profile(name, options.workers().threads()))
        .filter(profile -> profile.runs() > 0)
        .toList();
  }

  /** Forgets the time kept so far. */
  public void clearProfile() {
    plans.forEach(LoadedPlan::clearProfile);
  }

  /** The arrays held now. */
  public Memory memory() {
    long weights =
        plans.stream().map(LoadedPlan::weights).distinct().mapToLong(w -> w.length).sum();
    long scratch = sessions.scratchFloats();
    for (float[] array : helperScratch) {
      scratch += array == null ? 0 : array.length;
    }
    return new Memory(
        Float.BYTES * weights,
        Float.BYTES * sessions.arenaFloats(),
        Float.BYTES * scratch,
        sessions.count());
  }

  /** Ends the model: runs in progress finish, later ones fail. */
  @Override
  public void close() {
    QuickStart pending = quickStart;
    if (pending != null) {
      pending.cancel();
    }
    sessions.close();
    Arrays.fill(helperScratch, null);
  }

  /** The plans in use, largest batch first. */
  List<LoadedPlan> loadedPlans() {
    return plans;
  }

  /** A quick start that is not over, or null. */
  QuickStart quickStart() {
    return quickStart;
  }

  boolean isRunning() {
    return sessions.areInUse();
  }

  /** Lets later runs use {@code better} plans for the same batches, and ends a quick start. */
  void use(List<LoadedPlan> better) {
    plans = List.copyOf(better);
    quickStart = null;
  }

  /** Runs one of the plans in use once, as a part of a warm-up. */
  void runPlan(LoadedPlan plan, float[][] inputs, float[][] outputs) {
    Session session = sessions.take();
    try {
      session.runPlan(plan, inputs, outputs, 0, plan.items());
    } finally {
      sessions.give(session);
    }
  }

  Workers workers() {
    return options.workers();
  }

  boolean isProfiled() {
    return options.isProfiled();
  }

  boolean isPoisoned() {
    return options.isPoisoned();
  }

  /**
   * The scratch of a helper, which calls this itself and works for one session at a time.
   *
   * @param floats the least length
   */
  float[] helperScratch(int helper, int floats) {
    float[] scratch = helperScratch[helper];
    if (scratch == null || scratch.length < floats) {
      scratch = new float[floats];
      helperScratch[helper] = scratch;
    }
    return scratch;
  }

  private int only(List<Port> ports, String what) {
    if (ports.size() != 1) {
      throw new ModelException(
          name, "has %d %ss".formatted(ports.size(), what), "run it with named tensors");
    }
    return 0;
  }

  private static RunEvent begin() {
    if (!FlightRecorder.isInitialized() || !RunEvent.isRecorded()) {
      return null;
    }
    RunEvent event = new RunEvent();
    event.begin();
    return event;
  }

  private void end(RunEvent event, int items) {
    QuickStart pending = quickStart;
    if (pending != null) {
      pending.begin();
    }
    if (event != null) {
      event.model = name;
      event.items = items;
      event.lanes = lanes();
      event.threads = options.workers().threads();
      event.commit();
    }
  }
}
