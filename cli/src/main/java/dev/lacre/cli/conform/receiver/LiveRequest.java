package dev.lacre.cli.conform.receiver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * One request as exact bytes, and what must not come back. Immutable by convention: nobody changes
 * the arrays.
 *
 * @param pieces written one by one
 * @param endsEarly whether the sending side is closed behind the last piece
 * @param hasAnswerBody whether an answer to this method may have a body
 * @param echoed what an acknowledgement of the operation gives back, or nothing
 * @param secrets texts that no answer may hold
 * @param signatures texts that no refusal may hold: signatures that the sender of this request does
 *     not know
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LiveRequest(
    List<byte[]> pieces,
    boolean endsEarly,
    boolean hasAnswerBody,
    byte[] echoed,
    Set<String> secrets,
    Set<String> signatures) {

  /** Tells whether an answer gives away what it must not. */
  boolean isGivenAwayBy(LiveAnswer answer) {
    String text =
        answer.headerText() + "\n" + new String(answer.body(), StandardCharsets.ISO_8859_1);
    return secrets.stream().anyMatch(text::contains)
        || !answer.isAccepted() && signatures.stream().anyMatch(text::contains);
  }

  int length() {
    return pieces.stream().mapToInt(piece -> piece.length).sum();
  }

  /** Returns nothing of the content. */
  @Override
  public String toString() {
    return "LiveRequest[" + length() + " bytes]";
  }
}
