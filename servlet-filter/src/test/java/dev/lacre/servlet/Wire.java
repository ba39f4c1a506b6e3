package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection: exact bytes out, responses in. */
final class Wire implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends one request on a connection of its own and returns the answer to it. */
  static Answer exchange(int port, Call call) throws IOException {
    try (Wire wire = new Wire(port)) {
      wire.send(call.bytes());
      return wire.receive(call.method());
    }
  }

  /** Sends, as far as the other side lets it. Returns whether all went out. */
  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  boolean send(String octets) {
    return send(octets.getBytes(ISO_8859_1));
  }

  /** Says that no more bytes will come. */
  void end() throws IOException {
    socket.shutdownOutput();
  }

  Answer receive() throws IOException {
    return receive("POST");
  }

  /** Receives the final response to a request of that method, or {@link Answer#NONE}. */
  Answer receive(String method) throws IOException {
    List<Integer> interim = new ArrayList<>();
    try {
      while (true) {
        String statusLine = line();
        if (statusLine == null) {
          return Answer.NONE;
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        List<Map.Entry<String, String>> headers = headers();
        if (status >= 100 && status < 200) {
          interim.add(status);
        } else {
          Answer head = new Answer(status, headers, new byte[0], interim);
          boolean empty = method.equals("HEAD") || status == 204 || status == 304;
          return new Answer(status, headers, empty ? new byte[0] : body(head), interim);
        }
      }
    } catch (SocketTimeoutException silence) {
      throw silence;
    } catch (IOException reset) {
      return Answer.NONE;
    }
  }

  /** Receives octets until the end, however it comes. Fails if it does not come in time. */
  String rest() throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
    } catch (SocketTimeoutException silence) {
      throw silence;
    } catch (IOException reset) {
      // An end as well.
    }
    return rest.toString(ISO_8859_1);
  }

  /** Tells whether a byte, or the end, comes within that time: 'end', 'byte' or 'silence'. */
  String next(int millis) throws IOException {
    socket.setSoTimeout(millis);
    in.mark(1);
    try {
      int next = in.read();
      if (next < 0) {
        return "end";
      }
      in.reset();
      return "byte";
    } catch (SocketTimeoutException silence) {
      return "silence";
    } catch (IOException reset) {
      return "end";
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  private List<Map.Entry<String, String>> headers() throws IOException {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return headers;
  }

  private byte[] body(Answer head) throws IOException {
    if (head.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      while (true) {
        String size16 = line();
        if (size16 == null) {
          throw new EOFException("the response breaks off");
        }
        int size = Integer.parseInt(size16.strip(), 16);
        body.writeBytes(in.readNBytes(size));
        line();
        if (size == 0) {
          return body.toByteArray();
        }
      }
    }
    String length = head.header("Content-Length");
    return length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
