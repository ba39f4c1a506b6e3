package dev.lacre.client;

import dev.lacre.signer.MerchantId;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one cached token of client credentials serves. Who has another secret asks for itself: a
 * wrong or retired one must not live on a token that the right one got. Immutable.
 *
 * @param secret the fingerprint of a fixed secret, or the source of a changing one
 * @param secretInForm how it is presented
 * @param scopes sorted
 * @param merchant null if the token serves all
 */
record TokenKey(
    URI endpoint,
    String clientId,
    Object secret,
    boolean secretInForm,
    List<String> scopes,
    @Nullable MerchantId merchant) {

  /** Returns a text without the fingerprint, from which a weak secret could be guessed. */
  @Override
  public String toString() {
    return "TokenKey[" + clientId + ", redacted]";
  }
}
