package dev.lacre.signer;

import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The secrets that hold a keyed state, which takes more memory than all else about them: a bounded
 * number of them, lest a million merchants who once sent something hold a million states.
 *
 * <p>The one keyed longest ago loses its state first, whether or not it is in use, and makes it
 * anew at need. So a secret whose state is there costs no bookkeeping: nothing shared is written.
 * Thread-safe, without locks; keeps no secret alive.
 */
final class KeyedSecrets {

  /**
   * All secrets of this process: more than the senders of most services, and at about half a
   * kibibyte each no more than 70 MB.
   */
  static final KeyedSecrets OF_THIS_PROCESS = new KeyedSecrets(131_072);

  private final Queue<WeakReference<Secret>> byAge = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final int most;

  KeyedSecrets(int most) {
    this.most = most;
  }

  /** Takes note of a secret that was just keyed, and unkeys the oldest if there are too many. */
  void add(Secret keyed) {
    byAge.add(new WeakReference<>(keyed));
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      WeakReference<Secret> oldest = byAge.poll();
      Secret secret = oldest == null ? null : oldest.get();
      if (secret != null) {
        secret.forgetKeyed();
      }
    }
  }
}
