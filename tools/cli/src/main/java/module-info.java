module dev.whittle.cli {
  requires dev.whittle.codegen;
  requires dev.whittle.grammar;
  requires info.picocli;

  opens dev.whittle.cli to
      info.picocli;
  opens dev.whittle.cli.option to
      info.picocli;
}
