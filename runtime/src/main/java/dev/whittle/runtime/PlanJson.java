package dev.whittle.runtime;

import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Plans and preprocessing as members of a model file's header. */
final class PlanJson {
  private PlanJson() {}

  static String digest(Plan plan) {
    Json.Builder rest = Json.object();
    for (Map.Entry<String, Json> member : write(plan).asObject().members().entrySet()) {
      if (!member.getKey().equals("class")) {
        rest.put(member.getKey(), member.getValue());
      }
    }
    return Sha256.of(rest.build().text().getBytes(StandardCharsets.UTF_8));
  }

  static Json write(Plan plan) {
    return Json.object()
        .put("class", plan.programClass())
        .put("batch", plan.batch())
        .put("lanes", plan.lanes())
        .put("arenaFloats", plan.arenaFloats())
        .put("scratchFloats", plan.scratchFloats())
        .put("weightsFloats", plan.weightsFloats())
        .put("inputs", array(plan.inputs(), PlanJson::write))
        .put("outputs", array(plan.outputs(), PlanJson::write))
        .put("weights", array(plan.weights(), PlanJson::write))
        .put("steps", array(plan.steps(), PlanJson::write))
        .build();
  }

  static Plan readPlan(Json json) {
    Json.Obj plan = json.asObject();
    List<Step> steps = new ArrayList<>();
    for (Json step : plan.get("steps").asList()) {
      steps.add(readStep(step));
    }
    List<PackedWeight> weights = new ArrayList<>();
    Map<String, Layout> layouts = new HashMap<>();
    for (Json weight : plan.get("weights").asList()) {
      weights.add(readWeight(weight, layouts));
    }
    return new Plan(
        plan.get("class").asText(),
        plan.get("batch").asInt(),
        plan.get("lanes").asInt(),
        plan.get("arenaFloats").asInt(),
        plan.get("scratchFloats").asInt(),
        plan.get("weightsFloats").asInt(),
        steps,
        readPorts(plan.get("inputs")),
        readPorts(plan.get("outputs")),
        weights);
  }

  private static List<Port> readPorts(Json json) {
    List<Port> ports = new ArrayList<>();
    for (Json port : json.asList()) {
      ports.add(readPort(port));
    }
    return ports;
  }

  static Json write(Preprocessing preprocessing) {
    return Json.object()
        .put("resize", preprocessing.resize())
        .put("cropHeight", preprocessing.cropHeight())
        .put("cropWidth", preprocessing.cropWidth())
        .put("order", preprocessing.order().name())
        .put("scale", preprocessing.scale())
        .put("mean", array(preprocessing.mean(), f -> new Json.Real(f)))
        .put("std", array(preprocessing.std(), f -> new Json.Real(f)))
        .build();
  }

  static Preprocessing readPreprocessing(Json json) {
    Json.Obj preprocessing = json.asObject();
    return new Preprocessing(
        preprocessing.get("resize").asInt(),
        preprocessing.get("cropHeight").asInt(),
        preprocessing.get("cropWidth").asInt(),
        Preprocessing.ChannelOrder.valueOf(preprocessing.get("order").asText()),
        (float) preprocessing.get("scale").asDouble(),
        readFloats(preprocessing.get("mean")),
        readFloats(preprocessing.get("std")));
  }

  static ElementType readType(Json json) {
    Optional<ElementType> type = ElementType.parse(json.asText());
    if (type.isEmpty()) {
      throw new JsonException("no element type " + json.text());
    }
    return type.get();
  }

  static List<Integer> readInts(Json json) {
    List<Integer> values = new ArrayList<>();
    for (Json value : json.asList()) {
      values.add(value.asInt());
    }
    return values;
  }

  static List<String> readTexts(Json json) {
    List<String> values = new ArrayList<>();
    for (Json value : json.asList()) {
      values.add(value.asText());
    }
    return values;
  }

  private static List<Float> readFloats(Json json) {
    List<Float> values = new ArrayList<>();
    for (Json value : json.asList()) {
      values.add((float) value.asDouble());
    }
    return values;
  }

  static <T> Json array(List<T> values, Function<T, Json> write) {
    return Json.array(values.stream().map(write).toList());
  }

  private static Json write(Step step) {
    return Json.object()
        .put("name", step.name())
        .put("kernel", step.kernel())
        .put("source", step.source())
        .put("units", step.units())
        .put("flops", step.flops())
        .put("bytes", step.bytes())
        .put("nanos", step.nanos())
        .put("waits", step.waits())
        .put("reads", step.reads())
        .put("writes", step.writes())
        .build();
  }

  private static Step readStep(Json json) {
    Json.Obj step = json.asObject();
    return new Step(
        step.get("name").asText(),
        step.get("kernel").asText(),
        step.get("source").asText(),
        step.get("units").asInt(),
        step.get("flops").asLong(),
        step.get("bytes").asLong(),
        step.get("nanos").asLong(),
        step.get("waits").asBoolean(),
        readIndex(step, "reads"),
        readIndex(step, "writes"));
  }

  private static int readIndex(Json.Obj step, String name) {
    return step.find(name).map(Json::asInt).orElse(Step.NONE);
  }

  private static Json write(Port port) {
    return Json.object()
        .put("name", port.name())
        .put("type", port.type().text())
        .put("shape", Json.ints(port.shape()))
        .put("offset", port.offset())
        .build();
  }

  private static Port readPort(Json json) {
    Json.Obj port = json.asObject();
    return new Port(
        port.get("name").asText(),
        readType(port.get("type")),
        readInts(port.get("shape")),
        port.get("offset").asInt());
  }

  private static Json write(PackedWeight weight) {
    return Json.object()
        .put("tensor", weight.tensor())
        .put("layout", weight.layout().text())
        .put("offset", weight.offset())
        .build();
  }

  private static PackedWeight readWeight(Json json, Map<String, Layout> layouts) {
    Json.Obj weight = json.asObject();
    String text = weight.get("layout").asText();
    Layout layout = layouts.get(text);
    if (layout == null) {
      layout = Layout.parse(text);
      layouts.put(text, layout);
    }
    return new PackedWeight(weight.get("tensor").asText(), layout, weight.get("offset").asInt());
  }
}
