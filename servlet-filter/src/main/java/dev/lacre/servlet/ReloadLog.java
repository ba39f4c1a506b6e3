package dev.lacre.servlet;

import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.ReloadListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what becomes of each change to a configuration that a deployment descriptor names. */
final class ReloadLog implements ReloadListener {

  private final Logger log;

  /** Logs by the name of whoever works with the configuration. */
  ReloadLog(Class<?> holder) {
    this.log = LoggerFactory.getLogger(holder);
  }

  @Override
  public void swapped(LacreConfig config) {
    log.info("the changed configuration is in force, with routes {}", config.routes().keySet());
  }

  @Override
  public void refused(RuntimeException fault) {
    log.error(
        "the changed configuration is refused and the old one stays in force: {}",
        fault.getMessage());
  }
}
