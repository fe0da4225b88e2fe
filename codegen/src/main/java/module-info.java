/** Kernels: schedules build kernel IR, a backend turns it into class files. */
module dev.whittle.codegen {
  requires transitive dev.whittle.passes;
  requires org.objectweb.asm;

  exports dev.whittle.codegen;
  exports dev.whittle.codegen.bytecode;
  exports dev.whittle.codegen.interpret;
  exports dev.whittle.codegen.kernel;
  exports dev.whittle.codegen.print;
  exports dev.whittle.codegen.schedule;
}
