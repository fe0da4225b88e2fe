/**
 * Schedules: how ops become kernels.
 *
 * <p>A {@link dev.whittle.codegen.schedule.Schedule} says on which layouts it can run an op and
 * writes a step: a driver method with the network's line, which calls one or two shared loops over
 * units with this layer's offsets and extents. All schedules are listed once, in {@link
 * dev.whittle.codegen.schedule.Schedules}: that list is what passes choose from and what the
 * equivalence test compares with the reference.
 *
 * <p>Kernels are shared by name: equal names mean equal code. A name reads
 *
 * <pre>
 *   type _ op _ algorithm _ shape _ variant… _ epilogue… [_unit | _chunk | _rows] __ width
 *
 *   f32_conv2d_direct_14x2_k3s1_l1r1_relu__v512        14 positions x 2 vectors in registers, kernel
 *                                                      3 wide, stride 1, one tap may be missing on
 *                                                      either side, then relu; 512-bit vectors
 *   f32_conv2d_direct_14x2_k1s1_row_m_add_relu__v256   one kernel row, no tap missing (m), adds a
 *                                                      residual operand before relu
 *   f32_max_pool_7_k3s2_m_grouped_rows__v512           the loop over units of a tile kernel
 * </pre>
 *
 * Shape words: {@code k} kernel width, {@code s} stride, {@code d} dilation, {@code l}/{@code r}
 * input positions missing left and right, {@code plain} unblocked input, {@code short} and {@code
 * tall} a bounded or unbounded number of steps, {@code nobias}, {@code partial} and {@code tail}
 * where the last vector is not full. Widths: {@code v512 v256 v128 scalar}.
 *
 * <p>What HotSpot's second compiler needs, and so what tiles look like: sums in locals, at most two
 * nested loops around them (a safepoint in a third level makes it keep all sums in memory),
 * innermost loops either long or of a stated bound, fewer registers than the machine has, and
 * methods that are called often rather than loops that run long.
 *
 * <p>In blocked layouts the lanes past the last channel hold numbers of no meaning, not even finite
 * ones, and no result of a real channel depends on them; packed weights and biases hold zeros
 * there.
 */
package dev.whittle.codegen.schedule;
