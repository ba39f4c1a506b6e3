package dev.lacre.verifier;

import java.util.Locale;
import java.util.Optional;

/**
 * Who takes part in an integration, to document which side presents a credential. Nothing is judged
 * by it: who may send is what the credentials say.
 */
public enum Participant {
  /** The application in which people order. */
  ORDERING_APPLICATION,

  /** The merchant's software. */
  SOFTWARE_SERVICE,

  /** Who delivers. */
  LOGISTICS_SERVICE,

  /** The platform of the ordering channel. */
  ORDERING_CHANNEL,

  /** Whoever sends the webhook: the descriptions do not agree on who that is. */
  SENDER;

  /**
   * Returns the name in discovery documents and tables.
   *
   * @return for example {@code ordering-application}
   */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the participant with this code.
   *
   * @param code as {@link #code} returns it
   * @return the participant, or nothing if there is none of that code
   */
  public static Optional<Participant> ofCode(String code) {
    for (Participant participant : values()) {
      if (participant.code().equals(code)) {
        return Optional.of(participant);
      }
    }
    return Optional.empty();
  }
}
