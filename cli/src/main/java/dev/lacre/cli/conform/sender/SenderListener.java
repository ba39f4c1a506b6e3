package dev.lacre.cli.conform.sender;

import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.config.RouteConfig;
import dev.lacre.verifier.internal.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A port that takes deliveries, each connection in a thread of its own, and keeps them for {@link
 * #next}. No peer can stop it: one that is slow, or sends what is no HTTP, is cut off and told of,
 * and one that is idle makes room for others.
 */
final class SenderListener implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 128;
  private static final int BACKLOG = 128;
  private static final long SLICE_MILLIS = 20;
  private static final long FOR_LAST_ANSWERS_MILLIS = 2_000;
  private static final int LINGER_MILLIS = 500;
  private static final int MOST_LINGERING_BYTES = 1_048_576;

  private final ServerSocket server;
  private final RouteTable<RouteConfig> routes;
  private final Duration timeout;
  private final Duration forOneRequest;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  /** Those between two requests, the one that has been so longest first. */
  private final Set<Socket> idle = Collections.synchronizedSet(new LinkedHashSet<>());

  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicInteger answering = new AtomicInteger();
  private final AtomicReference<@Nullable RuntimeException> defect = new AtomicReference<>();
  private volatile boolean closing;

  private SenderListener(
      ServerSocket server, RouteTable<RouteConfig> routes, Duration timeout, Duration request) {
    this.server = server;
    this.routes = routes;
    this.timeout = timeout;
    this.forOneRequest = request;
  }

  /**
   * Begins to listen.
   *
   * @param timeout how long to wait for the next delivery
   * @param forOneRequest how long a request may take from its first byte to its last
   * @throws IOException if the port cannot be had
   */
  static SenderListener open(
      InetAddress host,
      int port,
      RouteTable<RouteConfig> routes,
      Duration timeout,
      Duration forOneRequest)
      throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.bind(new InetSocketAddress(host, port), BACKLOG);
    } catch (IOException | RuntimeException failure) {
      server.close();
      throw failure;
    }
    SenderListener listener = new SenderListener(server, routes, timeout, forOneRequest);
    listener.inThread("lacre-accept", listener::accept);
    return listener;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Returns the next delivery, or null if none came in time. */
  @Nullable Arrival next() throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Arrival arrival = arrivals.poll(SLICE_MILLIS, TimeUnit.MILLISECONDS);
      RuntimeException fault = defect.get();
      if (fault != null) {
        throw fault;
      }
      // A request that has begun has a deadline of its own.
      boolean late = System.nanoTime() - deadline >= 0 && reading.get() == 0;
      if (arrival != null || late) {
        return arrival == null ? arrivals.poll() : arrival;
      }
    }
  }

  private void inThread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!closing) {
      try {
        Socket socket = server.accept();
        if (connections.size() >= MOST_CONNECTIONS) {
          dropLongestIdle();
        }
        connections.add(socket);
        if (closing || connections.size() > MOST_CONNECTIONS) {
          drop(socket);
        } else {
          idle.add(socket);
          inThread("lacre-delivery", () -> serve(socket));
        }
      } catch (IOException closed) {
        // Closed by us; or a connection that was gone before it was accepted.
      }
    }
  }

  /** Makes room: who is silent for long must not keep a sender out. */
  private void dropLongestIdle() {
    Socket longest;
    synchronized (idle) {
      longest = idle.stream().findFirst().orElse(null);
    }
    // If it is gone from there, its next request has begun.
    if (longest != null && idle.remove(longest)) {
      drop(longest);
    }
  }

  private void serve(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
      WireInput in = new WireInput(socket);
      boolean open = true;
      while (open && in.awaitFirst() && idle.remove(socket)) {
        open = one(socket, in);
        idle.add(socket);
      }
    } catch (IOException gone) {
      // What there was to tell of it is told.
    } catch (RuntimeException bug) {
      defect.compareAndSet(null, bug);
    } finally {
      drop(socket);
    }
  }

  /** Takes one request and answers it; returns whether another may follow. */
  private boolean one(Socket socket, WireInput in) throws IOException {
    long start = System.nanoTime();
    WireRequest request = null;
    String fault = null;
    int refusal = 400;
    answering.incrementAndGet();
    try {
      reading.incrementAndGet();
      try {
        in.startDeadline(forOneRequest);
        request = new RequestReader(in, socket.getOutputStream(), this::longestBody).read();
      } catch (MalformedRequestException malformed) {
        fault = malformed.fact();
        refusal = malformed.status();
      } catch (IOException broken) {
        fault = "was broken off by the sender";
      } finally {
        if (request != null || fault != null) {
          Duration took = Duration.ofNanos(System.nanoTime() - start);
          arrivals.add(new Arrival(request, fault, Instant.now(), took));
        }
        reading.decrementAndGet();
      }
      return answer(socket, request, refusal);
    } finally {
      answering.decrementAndGet();
    }
  }

  private boolean answer(Socket socket, @Nullable WireRequest request, int refusal)
      throws IOException {
    if (request == null) {
      socket.getOutputStream().write(DeliveryAnswer.refusing(refusal));
      linger(socket);
      return false;
    }
    boolean keepAlive =
        !request.oddities().contains(RequestReader.OLD_HTTP)
            && !request.lists("Connection", "close");
    RouteConfig route = routes.match(request.path()).route();
    socket.getOutputStream().write(DeliveryAnswer.to(request, route, keepAlive));
    return keepAlive;
  }

  private int longestBody(String path) {
    RouteConfig route = routes.match(path).route();
    return route == null ? WebhookVerifier.DEFAULT_MAX_BODY_BYTES : route.verifier().maxBodyBytes();
  }

  /** Reads on for a little, so that the answer is not lost by a reset of the connection. */
  private static void linger(Socket socket) throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(LINGER_MILLIS);
    InputStream in = socket.getInputStream();
    byte[] rest = new byte[8_192];
    long end = System.nanoTime() + LINGER_MILLIS * 1_000_000L;
    int total = 0;
    int count = 0;
    while (count >= 0 && total < MOST_LINGERING_BYTES && System.nanoTime() < end) {
      total += count;
      count = in.read(rest);
    }
  }

  private void drop(Socket socket) {
    connections.remove(socket);
    idle.remove(socket);
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed all the same.
    }
  }

  /** Lets the last answers out, for a little, and stops. */
  @Override
  public void close() throws IOException {
    closing = true;
    server.close();
    long end = System.nanoTime() + FOR_LAST_ANSWERS_MILLIS * 1_000_000;
    try {
      while (answering.get() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(SLICE_MILLIS);
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
    connections.forEach(this::drop);
  }
}
