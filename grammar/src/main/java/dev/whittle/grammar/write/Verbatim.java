package dev.whittle.grammar.write;

/** A piece of source that is the same wherever a block is called. */
record Verbatim(String text) {}
