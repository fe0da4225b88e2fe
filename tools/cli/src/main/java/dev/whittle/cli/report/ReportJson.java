package dev.whittle.cli.report;

import dev.whittle.passes.Approximation;
import dev.whittle.passes.ledger.Difference;
import dev.whittle.passes.ledger.Layer;
import dev.whittle.passes.ledger.Line;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.memory.Stay;
import dev.whittle.runtime.json.Json;

/** A report as JSON; times are in milliseconds, sizes in bytes. */
public final class ReportJson {
  private ReportJson() {}

  public static Json.Obj of(Report report) {
    Json.Builder json =
        Json.object()
            .put("network", report.network())
            .put("source", report.source())
            .put("pipeline", report.pipeline())
            .put("lanes", report.target().lanes())
            .put("threads", report.target().threads())
            .put("batch", report.batch());
    report.measurement().ifPresent(m -> json.put("rounds", m.rounds()).put("data", m.data()));
    return json.put("passes", Json.array(report.lines().stream().map(ReportJson::line).toList()))
        .put("layers", Json.array(report.layers().stream().map(ReportJson::layer).toList()))
        .put(
            "outputs",
            Json.array(
                report.outputs().stream()
                    .map(o -> Json.object().put("name", o.name()).put("layer", o.layer()).build())
                    .toList()))
        .put("memory", memory(report))
        .build();
  }

  private static Json line(Line line) {
    Json.Builder json =
        Json.object()
            .put("pass", line.pass())
            .put("patches", line.patches())
            .put("nodes", line.size().nodes())
            .put("parameters", line.size().parameters())
            .put("weightBytes", line.size().weightBytes())
            .put("macs", line.size().cost().macs())
            .put("flops", line.size().cost().flops())
            .put("bytes", line.size().cost().bytes())
            .put("activationBytes", line.size().activationBytes());
    line.size().arenaBytes().ifPresent(bytes -> json.put("arenaBytes", bytes));
    json.put("predictedMs", line.predicted() / 1e6);
    line.measured().ifPresent(nanoseconds -> json.put("measuredMs", nanoseconds / 1e6));
    line.difference().ifPresent(difference -> json.put("difference", difference(difference)));
    if (!line.approximations().isEmpty()) {
      json.put(
          "approximations",
          Json.array(line.approximations().stream().map(ReportJson::approximation).toList()));
    }
    return json.build();
  }

  private static Json approximation(Approximation approximation) {
    Json.Builder json =
        Json.object()
            .put("layer", approximation.layer())
            .put("setting", approximation.setting())
            .put("before", burden(approximation.before()))
            .put("after", burden(approximation.after()))
            .put("isDone", approximation.isDone())
            .put("objection", approximation.objection());
    approximation.error().ifPresent(error -> json.put("error", error));
    approximation.outputError().ifPresent(error -> json.put("outputError", error));
    return json.build();
  }

  private static Json burden(Approximation.Burden burden) {
    Json.Builder json =
        Json.object()
            .put("parameters", burden.parameters())
            .put("weightBytes", burden.bytes())
            .put("macs", burden.macs())
            .put("predictedMs", burden.predicted() / 1e6);
    burden.measured().ifPresent(nanoseconds -> json.put("isolatedMs", nanoseconds / 1e6));
    return json.build();
  }

  private static Json difference(Difference difference) {
    Json.Builder json =
        Json.object().put("items", difference.items()).put("largest", difference.largest());
    difference.relative().ifPresent(relative -> json.put("relative", relative));
    difference.sameAnswers().ifPresent(same -> json.put("sameAnswers", same));
    difference.rightAnswers().ifPresent(right -> json.put("rightAnswers", right));
    return json.build();
  }

  private static Json layer(Layer layer) {
    Json.Builder json =
        Json.object()
            .put("name", layer.name())
            .put("operator", layer.operator())
            .put("algorithm", layer.algorithm())
            .put("layout", layer.layout())
            .put("kernel", layer.kernel())
            .put("type", layer.type())
            .put("source", layer.source())
            .put("reads", Json.ints(layer.reads()))
            .put("parameters", layer.parameters())
            .put("weightBytes", layer.weightBytes())
            .put("macs", layer.cost().macs())
            .put("flops", layer.cost().flops())
            .put("bytes", layer.cost().bytes())
            .put("activationBytes", layer.activationBytes())
            .put("predictedMs", layer.predicted() / 1e6);
    layer.measured().ifPresent(nanoseconds -> json.put("measuredMs", nanoseconds / 1e6));
    return json.build();
  }

  private static Json memory(Report report) {
    return Json.object()
        .put("arenaBytes", report.arenaBytes())
        .put("scratchBytesPerThread", report.scratchBytes())
        .put("packedWeightBytes", report.packedBytes())
        .put("values", Json.array(report.memory().stream().map(ReportJson::stay).toList()))
        .build();
  }

  private static Json stay(Stay stay) {
    return Json.object()
        .put("name", stay.name())
        .put("type", stay.type())
        .put("layer", stay.made())
        .put("from", stay.from())
        .put("to", stay.to())
        .put("offset", stay.offset())
        .put("bytes", stay.bytes())
        .build();
  }
}
