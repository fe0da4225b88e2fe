module dev.whittle.grammar {
  requires transitive dev.whittle.ir;
  requires org.antlr.antlr4.runtime;

  exports dev.whittle.grammar;
}
