package dev.whittle.cli.option;

/**
 * A command that writes its document to {@link Output#jsonFile()} when {@code --json} names one.
 */
public interface WritesJson {}
