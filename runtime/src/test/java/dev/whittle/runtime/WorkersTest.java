package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
  @ParameterizedTest
  @CsvSource({"1,10", "2,10", "3,10", "4,3", "5,1", "2,0", "7,100"})
  void runsEveryUnitOnce(int threads, int units) {
    try (Workers workers = Workers.of(threads)) {
      for (int run = 0; run < 200; run++) {
        AtomicIntegerArray counts = new AtomicIntegerArray(units);
        workers.run(
            units,
            (from, to) -> {
              for (int unit = from; unit < to; unit++) {
                counts.incrementAndGet(unit);
              }
            });
        for (int unit = 0; unit < units; unit++) {
          assertThat(counts.get(unit)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void dividesByArithmeticAlone() {
    try (Workers workers = Workers.of(3)) {
      for (int run = 0; run < 100; run++) {
        ConcurrentHashMap<Integer, Integer> chunks = new ConcurrentHashMap<>();
        workers.run(11, chunks::put);
        assertThat(chunks).containsOnly(entry(0, 4), entry(4, 8), entry(8, 11));
      }
    }
  }

  @Test
  void throwsWhatATaskThrewAndStaysUsable() {
    try (Workers workers = Workers.of(4)) {
      for (int bad = 0; bad < 4; bad++) {
        int unit = bad;
        assertThatThrownBy(() ->
                workers.run(
                    4,
                    (from, to) -> {
                      if (from <= unit && unit < to) {
                        throw new IllegalStateException("unit " + unit);
                      }
                    }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("unit " + unit);
        int[] squares = new int[64];
        workers.run(64, (from, to) -> IntStream.range(from, to).forEach(i -> squares[i] = i * i));
        assertThat(squares).isEqualTo(IntStream.range(0, 64).map(i -> i * i).toArray());
      }
    }
  }

  @Test
  void stopsAtTheBarrierAfterAFailure() {
    try (Workers workers = Workers.of(3)) {
      for (int run = 0; run < 200; run++) {
        int bad = run % 3;
        AtomicIntegerArray passed = new AtomicIntegerArray(3);
        assertThatThrownBy(() ->
                workers.run((member, team) -> {
                  if (member == bad) {
                    throw new IllegalStateException("member");
                  }
                  while (team.barrier(member)) {
                    passed.incrementAndGet(member);
                  }
                }))
            .hasMessage("member");
        assertThat(passed.toString()).isEqualTo("[0, 0, 0]");
      }
    }
  }

  @Test
  void barriersLetNobodyAhead() {
    int steps = 2000;
    for (int threads : new int[] {2, 3, 8}) {
      try (Workers workers = Workers.of(threads)) {
        int[] done = new int[threads * 16];
        workers.run((member, team) -> {
          for (int step = 1; step <= steps; step++) {
            done[member * 16] = step;
            assertThat(team.barrier(member)).isTrue();
            for (int other = 0; other < team.size(); other++) {
              if (done[other * 16] < step) {
                throw new AssertionError("member " + other + " is late");
              }
            }
            assertThat(team.barrier(member)).isTrue();
          }
        });
        assertThat(done[0]).isEqualTo(steps);
      }
    }
  }

  @Test
  void servesMoreCallersThanThreads() throws Exception {
    try (Workers workers = Workers.of(3);
        ExecutorService callers = Executors.newFixedThreadPool(12)) {
      Callable<Long> caller =
          () -> {
            long total = 0;
            for (int run = 0; run < 300; run++) {
              long[] sums = new long[64];
              workers.run(
                  64,
                  (from, to) -> {
                    for (int unit = from; unit < to; unit++) {
                      sums[unit] = unit;
                    }
                  });
              for (long sum : sums) {
                total += sum;
              }
            }
            return total;
          };
      for (Future<Long> total :
          callers.invokeAll(IntStream.range(0, 12).mapToObj(i -> caller).toList())) {
        assertThat(total.get()).isEqualTo(300L * 64 * 63 / 2);
      }
    }
  }

  @Test
  void aTaskThatCallsThePoolWorksAlone() {
    try (Workers workers = Workers.of(2)) {
      AtomicIntegerArray counts = new AtomicIntegerArray(100);
      workers.run(
          10,
          (from, to) -> {
            for (int unit = from; unit < to; unit++) {
              int row = 10 * unit;
              workers.run(
                  10,
                  (first, last) -> {
                    for (int column = first; column < last; column++) {
                      counts.incrementAndGet(row + column);
                    }
                  });
            }
          });
      assertThat(IntStream.range(0, 100).map(counts::get)).containsOnly(1);
    }
  }

  @Test
  void finishesForAnInterruptedCallerAndLeavesItInterrupted() {
    try (Workers workers = Workers.of(2)) {
      Thread.currentThread().interrupt();
      int[] done = new int[2];
      workers.run(
          2,
          (from, to) -> {
            long until = System.nanoTime() + 2_000_000;
            while (from == 1 && System.nanoTime() < until) {
              Thread.onSpinWait();
            }
            done[from] = 1;
          });
      assertThat(done).containsOnly(1);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void worksAloneOnceClosed() {
    Workers workers = Workers.of(2);
    workers.run(2, (from, to) -> {});
    workers.close();
    ConcurrentHashMap<Integer, Integer> chunks = new ConcurrentHashMap<>();
    workers.run(2, chunks::put);
    assertThat(chunks).containsOnly(entry(0, 2));
  }

  @Test
  void helpersEndWhenIdleAndStartAgain() throws InterruptedException {
    try (Workers workers = new Workers(2, 1)) {
      Thread[] helper = new Thread[1];
      Thread last = null;
      for (int run = 0; run < 20; run++) {
        workers.run(
            2,
            (from, to) -> {
              if (from == 1) {
                helper[0] = Thread.currentThread();
              }
            });
        assertThat(helper[0]).isNotSameAs(last).isNotSameAs(Thread.currentThread());
        last = helper[0];
        last.join();
      }
    }
  }

  @Test
  void survivesHelpersThatEndAtAnyMoment() {
    try (Workers workers = new Workers(3, 1)) {
      int[] done = new int[3];
      for (int run = 0; run < 3000; run++) {
        long until = System.nanoTime() + run % 100 * 1000;
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
        int number = run;
        workers.run(3, (from, to) -> done[from] = number);
        assertThat(done).containsOnly(run);
      }
    }
  }

  @Test
  void sleepsWhenIdle() throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (Workers workers = Workers.of(2)) {
      Thread[] helper = new Thread[1];
      workers.run(
          2,
          (from, to) -> {
            if (from == 1) {
              helper[0] = Thread.currentThread();
            }
          });
      while (helper[0].getState() != Thread.State.TIMED_WAITING) {
        Thread.sleep(1);
      }
      long before = threads.getThreadCpuTime(helper[0].threadId());
      Thread.sleep(100);
      assertThat(threads.getThreadCpuTime(helper[0].threadId()) - before).isLessThan(10_000_000);
    }
  }

  private static java.util.Map.Entry<Integer, Integer> entry(int from, int to) {
    return java.util.Map.entry(from, to);
  }
}
