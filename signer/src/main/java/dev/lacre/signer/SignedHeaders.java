package dev.lacre.signer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The headers that make a body a signed webhook, in the order in which they are sent. They belong
 * to exactly the bytes that were signed.
 *
 * <p>Immutable and thread-safe. {@link #toString} shows the headers' names only: whoever holds body
 * and signature can send the delivery again.
 */
public final class SignedHeaders {

  private final List<Map.Entry<String, String>> entries;

  SignedHeaders(List<Map.Entry<String, String>> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Returns the name and value pairs, in order.
   *
   * @return an immutable list
   */
  public List<Map.Entry<String, String>> entries() {
    return entries;
  }

  /**
   * Hands each header to the caller's HTTP client, in order: {@code
   * signed.forEach(request::header)}.
   *
   * @param consumer takes a name and its value
   */
  public void forEach(BiConsumer<String, String> consumer) {
    entries.forEach(entry -> consumer.accept(entry.getKey(), entry.getValue()));
  }

  /**
   * Returns the headers as a map that iterates in their order.
   *
   * @return a new map; the caller owns it
   */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    forEach(map::put);
    return map;
  }

  /**
   * Returns the value of the signature header, with the scheme's prefix if it has one.
   *
   * @return the signature as it is sent
   */
  public String signature() {
    return entries.get(entries.size() - 1).getValue();
  }

  /** Returns the names of the headers, without their values. */
  @Override
  public String toString() {
    return "SignedHeaders" + entries.stream().map(Map.Entry::getKey).toList();
  }
}
