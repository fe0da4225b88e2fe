package dev.whittle.runtime;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings a model that runs scalar plans to its vector plans: a daemon thread loads them once the
 * first run is over, rehearses them until they are faster, and hands them to the model.
 *
 * <p>The thread knows the model weakly and ends when it is closed or forgotten. Models that share
 * workers take turns.
 */
final class QuickStart implements Runnable {
  /** How long the first run is waited for: it should not have to share its processors. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Plans that are not faster after this long and ten scalar runs are not the faster ones. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final int SLOW_RUNS = 10;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final WeakReference<Model> model;
  private final Workers workers;
  private final List<LoadedPlan> scalar;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private ModelLoader loader;
  private volatile boolean isCancelled;
  private volatile RuntimeException failure;
  private volatile int runs;
  private volatile long firstNanos;
  private volatile long lastNanos;

  QuickStart(Model model, ModelLoader loader, Workers workers, List<LoadedPlan> scalar) {
    this.model = new WeakReference<>(model);
    this.loader = loader;
    this.workers = workers;
    this.scalar = scalar;
  }

  void start() {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("whittle-quick-start")
            .inheritInheritableThreadLocals(false)
            .unstarted(this);
    thread.setContextClassLoader(QuickStart.class.getClassLoader());
    thread.start();
  }

  /** The first run is over, or nobody waits for it. */
  void begin() {
    begun.countDown();
  }

  void cancel() {
    isCancelled = true;
    begun.countDown();
  }

  /**
   * Waits until the vector plans are in use, or are known not to be faster.
   *
   * @return false when time is up first
   * @throws ModelException when they cannot be loaded
   */
  boolean await(long nanos) throws InterruptedException {
    boolean isOver = ended.await(nanos, TimeUnit.NANOSECONDS);
    if (failure != null) {
      throw failure;
    }
    return isOver;
  }

  /** Rehearsals of the vector plans so far. */
  int runs() {
    return runs;
  }

  /** How long the first of them took. */
  long firstNanos() {
    return firstNanos;
  }

  /** How long the last of them took. */
  long lastNanos() {
    return lastNanos;
  }

  @Override
  public void run() {
    boolean isMyTurn = false;
    try {
      begun.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
      while (isWanted() && !isMyTurn) {
        isMyTurn = workers.quickStarts().tryAcquire(LOOK_NANOS, TimeUnit.NANOSECONDS);
      }
      if (isWanted()) {
        improve();
      }
    } catch (InterruptedException e) {
      isCancelled = true;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      fail(e);
    } finally {
      if (isMyTurn) {
        workers.quickStarts().release();
      }
      loader = null;
      ended.countDown();
    }
  }

  private void improve() {
    List<LoadedPlan> vector = loader.load(0);
    if (vector.getFirst().plan().lanes() == 1) {
      return;
    }
    List<Rehearsal> slow = rehearsals(scalar);
    List<Rehearsal> fast = rehearsals(vector);
    long target = run(slow);
    long end = System.nanoTime() + LONGEST_NANOS + SLOW_RUNS * target;
    while (isWanted() && System.nanoTime() < end) {
      long nanos = run(fast);
      if (nanos < 0) {
        return;
      }
      firstNanos = runs == 0 ? nanos : firstNanos;
      lastNanos = nanos;
      runs++;
      if (nanos < target) {
        Model improved = model.get();
        if (improved != null) {
          improved.use(vector);
        }
        return;
      }
    }
  }

  private static List<Rehearsal> rehearsals(List<LoadedPlan> plans) {
    List<Rehearsal> rehearsals = new ArrayList<>();
    for (LoadedPlan plan : plans) {
      rehearsals.add(new Rehearsal(plan));
    }
    return rehearsals;
  }

  /** Nanoseconds of one run of each, or -1 when it was no longer wanted. */
  private long run(List<Rehearsal> rehearsals) {
    long sum = 0;
    for (Rehearsal rehearsal : rehearsals) {
      long nanos = rehearsal.run(this::isWanted);
      if (nanos < 0) {
        return -1;
      }
      sum += nanos;
    }
    return sum;
  }

  private boolean isWanted() {
    return !isCancelled && model.get() != null;
  }

  private void fail(Throwable thrown) {
    Model stuck = model.get();
    if (stuck == null || isCancelled) {
      return;
    }
    failure =
        thrown instanceof ModelException known
            ? known
            : new ModelException(
                stuck.name(), "cannot use its vector plans: " + thrown, "", thrown);
    System.err.println("whittle: staying with scalar kernels: " + failure.getMessage());
  }
}
