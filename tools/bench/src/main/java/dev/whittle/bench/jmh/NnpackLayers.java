package dev.whittle.bench.jmh;

import dev.whittle.bench.suite.LayerSuite;
import dev.whittle.cli.measure.MadeUpWeights;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.ir.Graph;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Vectors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The fifteen layers of NNPACK's table, each a network of its own; milliseconds for a batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--sun-misc-unsafe-memory-access=allow",
      "-Xmx6g"
    })
public class NnpackLayers {
  @Param({
    "AlexNet conv2",
    "AlexNet conv3",
    "AlexNet conv4",
    "AlexNet conv5",
    "VGG-A conv1",
    "VGG-A conv2",
    "VGG-A conv3.1",
    "VGG-A conv3.2",
    "VGG-A conv4.1",
    "VGG-A conv4.2",
    "VGG-A conv5",
    "OverFeat conv2",
    "OverFeat conv3",
    "OverFeat conv4",
    "OverFeat conv5"
  })
  private String layer;

  @Param({"1", "8", "64"})
  private int batch;

  @Param("1")
  private int threads;

  private Model model;
  private float[] input;
  private float[] output;

  /** For JMH. */
  public NnpackLayers() {}

  /** Compiles the layer. */
  @Setup
  public void compile() {
    Graph graph = LayerSuite.NNPACK.find(layer).graph();
    model =
        NetworkCompiler.compile(
                graph,
                MadeUpWeights.of(graph),
                NetworkCompiler.Settings.of(Vectors.lanes(), batch, threads))
            .load(Options.standard().withThreads(threads));
    input = RandomInputs.of(graph.bindAll(batch), 1).values().iterator().next().floats();
    output = new float[batch * model.outputSize()];
  }

  /** One batch. */
  @Benchmark
  public float[] run() {
    model.run(input, output);
    return output;
  }

  /** Lets go of the model. */
  @TearDown
  public void close() {
    model.close();
  }
}
