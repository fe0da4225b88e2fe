/** The command line, and what measurements share with it. */
@SuppressWarnings("module")
module dev.whittle.cli {
  requires transitive dev.whittle.codegen;
  requires transitive dev.whittle.grammar;
  requires transitive dev.whittle.onnx;
  requires info.picocli;
  requires java.compiler;
  requires java.management;
  requires jdk.jfr;

  exports dev.whittle.cli to
      dev.whittle.bench;
  exports dev.whittle.cli.compare to
      dev.whittle.bench;
  exports dev.whittle.cli.data to
      dev.whittle.bench;
  exports dev.whittle.cli.measure to
      dev.whittle.bench;
  exports dev.whittle.cli.option to
      dev.whittle.bench;
  exports dev.whittle.cli.output to
      dev.whittle.bench;
  exports dev.whittle.cli.suite to
      dev.whittle.bench;

  uses dev.whittle.cli.compare.OtherEngine;
  uses dev.whittle.cli.suite.Suites;

  opens dev.whittle.cli to
      info.picocli;
  opens dev.whittle.cli.demo to
      info.picocli;
  opens dev.whittle.cli.option to
      info.picocli;
  opens dev.whittle.cli.suite to
      info.picocli;
}
