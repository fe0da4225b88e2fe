module dev.whittle.codegen {
  requires transitive dev.whittle.passes;
  requires org.objectweb.asm;
}
