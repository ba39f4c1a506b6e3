package dev.lacre.signer.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** One piece of a body as a caller may hand it over. */
public final class Piece {

  /** Where the bytes of a piece lie. */
  public enum Form {
    WHOLE_ARRAY,
    WITHIN_ARRAY,
    HEAP_BUFFER,
    DIRECT_BUFFER,
    SLICED_BUFFER,
    READ_ONLY_BUFFER
  }

  /** How a body is cut: the length and the form of each piece; what is left is one more. */
  public record Cut(int length, Form form) {}

  private static final byte NOISE = '#';
  private static final int MARGIN = 3;

  private final byte[] bytes;
  private final Form form;

  private Piece(byte[] bytes, Form form) {
    this.bytes = bytes;
    this.form = form;
  }

  /** Returns any way to cut a body, pieces of nothing included. */
  public static Arbitrary<List<Cut>> anyCuts() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 150), Arbitraries.of(Form.values()))
        .as(Cut::new)
        .list()
        .ofMaxSize(12);
  }

  /** Returns the pieces of the body. */
  public static List<Piece> of(byte[] body, List<Cut> cuts) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    for (Cut cut : cuts) {
      int end = Math.min(body.length, at + cut.length());
      pieces.add(new Piece(Arrays.copyOfRange(body, at, end), cut.form()));
      at = end;
    }
    pieces.add(new Piece(Arrays.copyOfRange(body, at, body.length), Form.WITHIN_ARRAY));
    return pieces;
  }

  /** Returns where the bytes lie. */
  public Form form() {
    return form;
  }

  /** Returns the bytes themselves. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the bytes between noise that must not be read. */
  public byte[] amidNoise() {
    byte[] all = new byte[bytes.length + 2 * MARGIN];
    Arrays.fill(all, NOISE);
    System.arraycopy(bytes, 0, all, MARGIN, bytes.length);
    return all;
  }

  /** Returns where the bytes begin in {@link #amidNoise}. */
  public int offset() {
    return MARGIN;
  }

  /** Returns a buffer whose remaining bytes are those of the piece. */
  public ByteBuffer buffer() {
    byte[] all = amidNoise();
    ByteBuffer buffer =
        form == Form.DIRECT_BUFFER
            ? ByteBuffer.allocateDirect(all.length).put(all).rewind()
            : ByteBuffer.wrap(all);
    buffer.position(offset()).limit(offset() + bytes.length);
    return switch (form) {
      case SLICED_BUFFER -> buffer.slice();
      case READ_ONLY_BUFFER -> buffer.asReadOnlyBuffer();
      default -> buffer;
    };
  }
}
