package dev.lacre.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A bearer token from the cache. */
final class OAuthCredential extends CallCredential {

  private final OAuthClient client;
  private final Supplier<TokenEntry> entries;
  private final Supplier<CompletableFuture<AccessToken>> fetch;

  /**
   * A credential.
   *
   * @param entries gives the cache's entry of now
   * @param fetch begins to fetch a token
   */
  OAuthCredential(
      OAuthClient client,
      Supplier<TokenEntry> entries,
      Supplier<CompletableFuture<AccessToken>> fetch) {
    this.client = client;
    this.entries = entries;
    this.fetch = fetch;
  }

  @Override
  String header() {
    return AUTHORIZATION;
  }

  @Override
  CompletableFuture<Presented> current() {
    TokenEntry entry = entries.get();
    return entry
        .current(fetch)
        .thenApply(token -> new Presented("Bearer " + token.value(), () -> entry.refused(token)));
  }

  @Override
  public String toString() {
    return "CallCredential[token of " + client + "]";
  }
}
