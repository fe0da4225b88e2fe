package dev.whittle.runtime;

import java.time.Duration;

/**
 * What {@link Model#warmUp(Duration)} did. A run is one of every plan in use, on made-up input.
 *
 * @param took how long it took altogether
 * @param runs how many runs there were, those of a quick start that was under way included
 * @param first how long the first of them took
 * @param last how long the last of them took
 * @param isSettled whether it ended because runs no longer got faster and the virtual machine's
 *     compiler was quiet, not because time was up or the thread interrupted
 */
public record WarmUp(Duration took, int runs, Duration first, Duration last, boolean isSettled) {}
