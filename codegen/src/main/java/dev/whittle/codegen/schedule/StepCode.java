package dev.whittle.codegen.schedule;

/**
 * What a schedule has written.
 *
 * @param kernel the name of the kernel the driver calls
 * @param units independent work items, at least 1
 * @param flops floating point operations of all units
 */
public record StepCode(String kernel, int units, long flops) {}
