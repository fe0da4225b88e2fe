package dev.whittle.passes.memory;

/**
 * A value's stay in the arena. Time counts the nodes that compute, in order of execution, from 0.
 *
 * @param name of the node that makes it, with the result's number where there are several
 * @param made the position of that node
 * @param from when it has to be there: 0 for inputs, else when it is made
 * @param to when it is read last, or just before a view of it goes on in the same place; one past
 *     the last node for outputs
 * @param offset bytes from the start of the arena
 * @param bytes from its first to its last byte
 */
public record Stay(String name, int made, String type, int from, int to, long offset, long bytes) {}
