package dev.lacre.verifier;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Fetches a key set from just where it was said to be: no redirect, bounded in size, and in time
 * even if the server sends its answer byte by byte. Thread-safe.
 *
 * @param pieceMillis how long to wait for a connection, and for each piece of the answer
 * @param wholeMillis how long all of it may take; looked at after each piece of the body
 */
record NimbusFetcher(int pieceMillis, long wholeMillis) implements ResourceRetriever {

  static final int MAX_BYTES = 262_144;

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    long start = System.nanoTime();
    URLConnection opened = url.openConnection();
    if (!(opened instanceof HttpURLConnection connection)) {
      throw new IOException("the key set is not behind HTTP");
    }
    connection.setConnectTimeout(pieceMillis);
    connection.setReadTimeout(pieceMillis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    try {
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException("the server of the key set answered with status " + status);
      }
      try (InputStream in = connection.getInputStream()) {
        return new Resource(text(in, start), connection.getContentType());
      }
    } finally {
      connection.disconnect();
    }
  }

  private String text(InputStream in, long start) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    int count;
    while ((count = in.read(piece)) >= 0) {
      all.write(piece, 0, count);
      if (all.size() > MAX_BYTES) {
        throw new IOException("the key set is longer than " + MAX_BYTES + " bytes");
      }
      if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(wholeMillis)) {
        throw new IOException("the key set took longer than " + wholeMillis + " ms to arrive");
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
