package dev.whittle.runtime;

/**
 * The bytes of the arrays a {@link Model} holds at this moment.
 *
 * @param weights packed weights, shared by all sessions
 * @param arenas activations of all sessions
 * @param scratch working memory of all threads that have worked
 * @param sessions how many sessions there are
 */
public record Memory(long weights, long arenas, long scratch, int sessions) {}
