package dev.whittle.runtime;

import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Plans and preprocessing as members of a model file's header. */
final class PlanJson {
  private PlanJson() {}

  static String digest(Plan plan) {
    Json steps = write(plan).asObject();
    Json.Builder rest = Json.object();
    steps
        .asObject()
        .members()
        .forEach((name, value) -> {
          if (!name.equals("class")) {
            rest.put(name, value);
          }
        });
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
    return new Plan(
        plan.get("class").asText(),
        plan.get("batch").asInt(),
        plan.get("lanes").asInt(),
        plan.get("arenaFloats").asInt(),
        plan.get("scratchFloats").asInt(),
        plan.get("weightsFloats").asInt(),
        list(plan.get("steps"), PlanJson::readStep),
        list(plan.get("inputs"), PlanJson::readPort),
        list(plan.get("outputs"), PlanJson::readPort),
        list(plan.get("weights"), PlanJson::readWeight));
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
        list(preprocessing.get("mean"), f -> (float) f.asDouble()),
        list(preprocessing.get("std"), f -> (float) f.asDouble()));
  }

  static ElementType readType(Json json) {
    String text = json.asText();
    return ElementType.parse(text)
        .orElseThrow(() -> new JsonException("no element type \"" + text + "\""));
  }

  static <T> Json array(List<T> values, Function<T, Json> write) {
    return Json.array(values.stream().map(write).toList());
  }

  static <T> List<T> list(Json json, Function<Json, T> read) {
    List<T> values = new ArrayList<>();
    json.asList().forEach(element -> values.add(read.apply(element)));
    return values;
  }

  private static Json write(Step step) {
    return Json.object()
        .put("name", step.name())
        .put("kernel", step.kernel())
        .put("source", step.source())
        .put("units", step.units())
        .put("flops", step.flops())
        .put("bytes", step.bytes())
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
        step.get("bytes").asLong());
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
        list(port.get("shape"), Json::asInt),
        port.get("offset").asInt());
  }

  private static Json write(PackedWeight weight) {
    return Json.object()
        .put("tensor", weight.tensor())
        .put("layout", weight.layout().text())
        .put("offset", weight.offset())
        .build();
  }

  private static PackedWeight readWeight(Json json) {
    Json.Obj weight = json.asObject();
    return new PackedWeight(
        weight.get("tensor").asText(),
        Layout.parse(weight.get("layout").asText()),
        weight.get("offset").asInt());
  }
}
