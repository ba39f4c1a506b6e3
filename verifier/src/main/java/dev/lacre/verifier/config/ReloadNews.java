package dev.lacre.verifier.config;

import java.util.List;
import java.util.function.Consumer;

/** Tells listeners what becomes of changes, and the log what must not be lost without any. */
final class ReloadNews {

  private static final System.Logger LOG = System.getLogger(ReloadingConfig.class.getName());

  private final List<ReloadListener> listeners;

  ReloadNews(List<ReloadListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  void swapped(LacreConfig now) {
    LOG.log(System.Logger.Level.DEBUG, "the configuration was swapped");
    tell(listener -> listener.swapped(now));
  }

  void refused(RuntimeException why) {
    if (listeners.isEmpty()) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the changed configuration is refused and the old one stays: " + why.getMessage());
    }
    tell(listener -> listener.refused(why));
  }

  /** A fault of our own, of which only the class is told. */
  void failed(Throwable broken) {
    LOG.log(
        System.Logger.Level.ERROR,
        "reading the configuration again failed (" + broken.getClass().getName() + ")");
  }

  private void tell(Consumer<ReloadListener> news) {
    for (ReloadListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException | Error failure) {
        LOG.log(System.Logger.Level.WARNING, "a reload listener failed", failure);
      }
    }
  }
}
