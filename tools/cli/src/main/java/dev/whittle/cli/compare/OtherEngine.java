package dev.whittle.cli.compare;

import dev.whittle.cli.UserError;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Value;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;

/**
 * Another engine that runs networks, to compare Whittle with. The command line only knows how to
 * ask; {@code tools/bench} provides one when it is on the class path.
 */
public interface OtherEngine {
  /** What users call it, for example {@code onnxruntime}. */
  String name();

  /** Its own name and version. */
  String title();

  /**
   * Loads a network.
   *
   * @param graph portable, with its symbolic sizes bound
   * @param values what to give back
   * @throws UserError when the engine is not on the class path or does not take the network
   */
  Running load(Graph graph, Weights weights, Collection<Value> values, int threads);

  /** A network that can be run. */
  interface Running extends AutoCloseable {
    /** The values that were asked for. */
    Map<Value, Tensor> run(Map<String, Tensor> inputs);

    @Override
    void close();
  }

  /**
   * The engine called {@code name}.
   *
   * @throws UserError when there is none
   */
  static OtherEngine find(String name) {
    List<OtherEngine> engines =
        ServiceLoader.load(OtherEngine.class).stream().map(Provider::get).toList();
    if (engines.isEmpty()) {
      throw UserError.usage(
          "this command line was built without other engines",
          "start ./whittle in a clone of the project");
    }
    return engines.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            UserError.usage(
                "there is no engine called " + name,
                "use " + String.join(", ", engines.stream().map(OtherEngine::name).toList())));
  }
}
