package dev.lacre.client;

import dev.lacre.signer.MerchantId;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one cached token of client credentials serves. Immutable.
 *
 * @param scopes sorted
 * @param merchant null if the token serves all
 */
record TokenKey(
    URI endpoint, String clientId, List<String> scopes, @Nullable MerchantId merchant) {}
