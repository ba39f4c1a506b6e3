package dev.lacre.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The other side behind TLS, under a certificate of its own: tokens, an API and a webhook. */
final class TlsPartner implements AutoCloseable {

  private static final String PASSWORD = "changeit";

  /** Each request's path and credential. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final KeyStore keys;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * Starts it on the loopback address.
   *
   * @param name whom the certificate names, as keytool writes it, such as {@code ip:127.0.0.1}
   * @param folder where the key may lie
   */
  TlsPartner(String name, Path folder) throws Exception {
    keys = generated(name, Files.createTempDirectory(folder, "tls").resolve("keys.p12"));
    server =
        HttpsServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 50);
    server.setExecutor(threads);
    server.setHttpsConfigurator(new HttpsConfigurator(own()));
    server.createContext(
        "/token",
        exchange ->
            answer(
                exchange,
                200,
                "{\"access_token\":\"token-by-tls\",\"token_type\":\"Bearer\",\"expires_in\":60}"));
    server.createContext("/api", exchange -> answer(exchange, 200, "{}"));
    server.createContext("/v1/newEvent", exchange -> answer(exchange, 204, ""));
    server.start();
  }

  /** The JDK's own tool makes the certificate. */
  private static KeyStore generated(String name, Path file) throws Exception {
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "partner",
                "-keyalg",
                "EC",
                "-dname",
                "CN=partner",
                "-ext",
                "san=" + name,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!tool.waitFor(30, TimeUnit.SECONDS) || tool.exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private SSLContext own() throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), null, null);
    return tls;
  }

  /** Returns what a client that trusts this certificate needs. */
  SSLContext trust() throws GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      trusted.load(null, null);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    trusted.setCertificateEntry("partner", keys.getCertificate("partner"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return tls;
  }

  URI origin() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    requests.add(
        exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getOrDefault("Authorization", List.of("none")).get(0));
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
