package dev.lacre.verifier.config;

/**
 * Told what becomes of each change to a {@link ReloadingConfig}. Called by the thread that read it;
 * what it throws is ignored.
 */
public interface ReloadListener {

  /**
   * Takes in that a changed configuration is in force.
   *
   * @param config the one in force now
   */
  void swapped(LacreConfig config);

  /**
   * Takes in that a changed configuration was refused and the old one stays. Told once for each
   * change.
   *
   * @param fault what is wrong, where, and what to do; no secret in it
   */
  void refused(RuntimeException fault);
}
