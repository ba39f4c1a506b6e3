package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One HTTP/2 connection in clear text, begun with prior knowledge: exact frames out, answers in.
 * Header fields go out as plain literals, so that anything can be said; of those that come in only
 * the status is read. Bodies in both directions must fit the initial window of 65 535 octets.
 */
final class Http2Wire implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;

  private final Socket socket;
  private final DataInputStream in;
  private final Map<Integer, Stream> streams = new HashMap<>();
  private int lastId = -1;
  private boolean over;

  Http2Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
    // No table of header fields, so that each one stands for itself.
    frame(SETTINGS, 0, 0, new byte[] {0, 1, 0, 0, 0, 0});
  }

  /** What came back on one stream. Status 0 if it was reset, or the connection closed, before. */
  static final class Stream {
    private int status;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean complete;

    Answer answer() {
      return complete ? new Answer(status, List.of(), body.toByteArray(), List.of()) : Answer.NONE;
    }
  }

  /** Begins a request on a new stream, with these fields and no others, and returns its number. */
  int begin(List<Map.Entry<String, String>> fields, boolean whole) {
    lastId += 2;
    streams.put(lastId, new Stream());
    fields(lastId, fields, whole);
    return lastId;
  }

  /** Sends a block of header fields: the first of a stream, or trailers. */
  void fields(int id, List<Map.Entry<String, String>> fields, boolean last) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (Map.Entry<String, String> field : fields) {
      block.write(0);
      literal(field.getKey(), block);
      literal(field.getValue(), block);
    }
    frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), id, block.toByteArray());
  }

  void data(int id, byte[] octets, boolean last) {
    int at = 0;
    do {
      byte[] piece = new byte[Math.min(16_384, octets.length - at)];
      System.arraycopy(octets, at, piece, 0, piece.length);
      at += piece.length;
      frame(DATA, last && at == octets.length ? END_STREAM : 0, id, piece);
    } while (at < octets.length);
  }

  /** Gives a stream up. */
  void cancel(int id) {
    frame(RST_STREAM, 0, id, new byte[] {0, 0, 0, 8});
  }

  /** Receives until the stream has ended; {@link Answer#NONE} if without a whole response. */
  Answer receive(int id) throws IOException {
    Stream stream = streams.get(id);
    if (stream == null) {
      throw new IllegalArgumentException("no stream " + id);
    }
    while (!over && !stream.complete && stream.status >= 0) {
      try {
        receiveFrame();
      } catch (SocketTimeoutException silence) {
        throw silence;
      } catch (IOException closed) {
        over = true;
      }
    }
    return stream.answer();
  }

  private void receiveFrame() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int id = in.readInt() & 0x7FFF_FFFF;
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException();
    }
    if ((type == DATA || type == HEADERS) && (flags & PADDED) != 0) {
      throw new IllegalStateException("padding is not read here");
    }
    Stream stream = streams.getOrDefault(id, new Stream());
    switch (type) {
      case DATA -> stream.body.writeBytes(payload);
      case HEADERS -> stream.status = stream.status == 0 ? status(payload) : stream.status;
      case RST_STREAM -> stream.status = stream.complete ? stream.status : -1;
      case SETTINGS, PING -> {
        if ((flags & ACK) == 0) {
          frame(type, ACK, 0, type == PING ? payload : new byte[0]);
        }
      }
      case GOAWAY -> over = (ByteBuffer.wrap(payload).getInt(4) != 0);
      default -> {} // windows are large enough, and the rest is for browsers
    }
    stream.complete |= (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
  }

  /** Reads the status, which is the first field of a response. */
  private static int status(byte[] block) {
    int at = 0;
    while ((block[at] & 0xE0) == 0x20) { // the size of the table, once more
      at++;
    }
    int first = block[at] & 0xFF;
    if (first >= 0x80) {
      return List.of(200, 204, 206, 304, 400, 404, 500).get((first & 0x7F) - 8);
    }
    int length = block[at + 1] & 0x7F;
    boolean huffman = (block[at + 1] & 0x80) != 0;
    StringBuilder digits = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (int i = 0; i < length; i++) {
      int octet = block[at + 2 + i] & 0xFF;
      if (!huffman) {
        digits.append((char) octet);
        continue;
      }
      bits = bits << 8 | octet;
      held += 8;
      while (digits.length() < 3 && held >= 5) {
        // RFC 7541, Appendix B: 0, 1 and 2 have five bits; 3 to 9 have six, from 011001 on.
        int five = bits >> held - 5 & 0x1F;
        if (five > 2 && held < 6) {
          break;
        }
        digits.append(five <= 2 ? five : (bits >> held - 6 & 0x3F) - 0x19 + 3);
        held -= five <= 2 ? 5 : 6;
      }
    }
    return Integer.parseInt(digits.toString());
  }

  private static void literal(String text, ByteArrayOutputStream out) {
    byte[] octets = text.getBytes(ISO_8859_1);
    if (octets.length < 0x7F) {
      out.write(octets.length);
    } else {
      out.write(0x7F);
      int rest = octets.length - 0x7F;
      for (; rest >= 0x80; rest >>= 7) {
        out.write(rest & 0x7F | 0x80);
      }
      out.write(rest);
    }
    out.writeBytes(octets);
  }

  private void frame(int type, int flags, int id, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.putInt(payload.length << 8 | type).put((byte) flags).putInt(id).put(payload);
    write(frame.array());
  }

  /** Writes, as far as the other side lets it. */
  private void write(byte[] octets) {
    try {
      socket.getOutputStream().write(octets);
      socket.getOutputStream().flush();
    } catch (IOException refused) {
      over = true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
