package dev.lacre.servlet;

import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.ReloadListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what becomes of each change to a configuration that a deployment descriptor names. */
final class ReloadLog implements ReloadListener {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  @Override
  public void swapped(LacreConfig config) {
    LOG.info("the changed configuration is in force, with routes {}", config.routes().keySet());
  }

  @Override
  public void refused(RuntimeException fault) {
    LOG.error(
        "the changed configuration is refused and the old one stays in force: {}",
        fault.getMessage());
  }
}
