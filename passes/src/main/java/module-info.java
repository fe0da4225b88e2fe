module dev.whittle.passes {
  requires transitive dev.whittle.ir;
  requires ejml.core;
  requires ejml.ddense;

  exports dev.whittle.passes;
  exports dev.whittle.passes.calibrate;
  exports dev.whittle.passes.cluster;
  exports dev.whittle.passes.cost;
  exports dev.whittle.passes.factorise;
  exports dev.whittle.passes.fold;
  exports dev.whittle.passes.history;
  exports dev.whittle.passes.ledger;
  exports dev.whittle.passes.linear;
  exports dev.whittle.passes.lower;
  exports dev.whittle.passes.memory;
  exports dev.whittle.passes.pipeline;
  exports dev.whittle.passes.prune;
  exports dev.whittle.passes.rank;
  exports dev.whittle.passes.rewrite;
  exports dev.whittle.passes.select;
  exports dev.whittle.passes.simplify;
  exports dev.whittle.passes.times;
}
