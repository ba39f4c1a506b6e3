package dev.lacre.servlet;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Virtual threads where the JDK has them, found by reflection, for the tests are for JDK 17 too.
 */
final class VirtualThreads {

  private VirtualThreads() {}

  /** Tells whether this JDK has them. */
  static boolean exist() {
    return Runtime.version().feature() >= 21;
  }

  /** Returns an executor that gives each task a virtual thread, if the JDK has such threads. */
  static Optional<ExecutorService> executor() {
    if (!exist()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** Tells whether a thread is virtual. */
  static boolean isVirtual(Thread thread) {
    if (!exist()) {
      return false;
    }
    try {
      return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
