package dev.whittle.cli;

import dev.whittle.cli.option.Output;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.runtime.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code whittle passes}: the catalogue. */
@Command(
    name = "passes",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the passes, what each does, how exact it is and its options; and the pipelines.",
      "",
      "An exact pass leaves every bit of the reference result alone. A rounding pass changes it by"
          + " rounding only. An approximate pass reports its error.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  whittle passes", "  whittle passes fold-batch-norm", "  whittle passes --json"})
final class PassesCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Parameters(
      paramLabel = "PASS",
      arity = "0..*",
      description = "Only these passes, and no pipelines.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    List<PassInfo> chosen =
        names.isEmpty()
            ? Catalogue.all().stream().map(Pass::info).toList()
            : names.stream().map(PassesCommand::find).toList();
    List<Pipeline> pipelines = names.isEmpty() ? Pipelines.all() : List.of();
    if (output.isJson()) {
      output.print(
          Json.object()
              .put("passes", Json.array(chosen.stream().map(PassesCommand::json).toList()))
              .put("pipelines", Json.array(pipelines.stream().map(PassesCommand::json).toList()))
              .build());
    } else {
      chosen.forEach(info -> output.print(text(info)));
      pipelines.forEach(pipeline -> output.print(text(pipeline)));
    }
    return ExitCode.OK.code();
  }

  private static PassInfo find(String name) {
    return Catalogue.find(name)
        .map(Pass::info)
        .orElseThrow(() ->
            UserError.usage("there is no pass called " + name, "`whittle passes` lists them"));
  }

  private static String text(PassInfo info) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s  (%s, %s to %s%s)%n  %s%n"
            .formatted(
                info.name(),
                lower(info.exactness()),
                lower(info.from()),
                lower(info.level()),
                info.required() ? ", required" : "",
                info.summary()));
    for (PassOption option : info.options()) {
      String value =
          option
              .defaultValue()
              .map(v -> " = " + written(v))
              .orElse(option.isRequired() ? "" : ", optional");
      text.append(
          "    %s: %s%s  %s%n"
              .formatted(option.name(), lower(option.type()), value, option.summary()));
    }
    return text.toString();
  }

  private static String text(Pipeline pipeline) {
    StringBuilder text = new StringBuilder("%npipeline %s%n".formatted(pipeline.name()));
    for (Pipeline.Step step : pipeline.steps()) {
      text.append("  %-18s %s%n".formatted(step.pass().info().name(), step.reason()));
    }
    return text.toString();
  }

  private static Json json(PassInfo info) {
    return Json.object()
        .put("name", info.name())
        .put("summary", info.summary())
        .put("exactness", lower(info.exactness()))
        .put("from", lower(info.from()))
        .put("to", lower(info.level()))
        .put("required", info.required())
        .put("options", Json.array(info.options().stream().map(PassesCommand::json).toList()))
        .build();
  }

  private static Json json(PassOption option) {
    Json.Builder json = Json.object().put("name", option.name()).put("type", lower(option.type()));
    json.put("required", option.isRequired());
    option.defaultValue().ifPresent(value -> json.put("default", value.toString()));
    return json.put("summary", option.summary()).build();
  }

  /** A default as pipelines write it. */
  private static String written(Object value) {
    return value instanceof LayerSelector || value instanceof String
        ? "\"" + value + "\""
        : value.toString();
  }

  private static Json json(Pipeline pipeline) {
    return Json.object()
        .put("name", pipeline.name())
        .put(
            "steps",
            Json.array(
                pipeline.steps().stream()
                    .map(step ->
                        Json.object()
                            .put("pass", step.pass().info().name())
                            .put("reason", step.reason())
                            .build())
                    .toList()))
        .build();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
