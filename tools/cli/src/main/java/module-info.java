module dev.whittle.cli {
  requires dev.whittle.codegen;
  requires dev.whittle.grammar;
  requires info.picocli;
  requires java.compiler;
  requires java.management;

  opens dev.whittle.cli to
      info.picocli;
  opens dev.whittle.cli.demo to
      info.picocli;
  opens dev.whittle.cli.option to
      info.picocli;
}
