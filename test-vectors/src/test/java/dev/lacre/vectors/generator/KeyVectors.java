package dev.lacre.vectors.generator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Payloads;
import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.List;

/** Which key signs: the secret's UTF-8 bytes, one of those that are active. */
final class KeyVectors {

  private final List<Draft> drafts = new ArrayList<>();

  private KeyVectors() {}

  static List<Draft> drafts() {
    KeyVectors all = new KeyVectors();
    all.material();
    all.rotation();
    for (Op op : Op.values()) {
      all.wrong(op);
    }
    return all.drafts;
  }

  private void material() {
    key("short", Rules.SIGNED, "a key shorter than the hash", "fake-key");
    key("31-bytes", Rules.SIGNED, "a key of 31 bytes", "fake".repeat(8).substring(1));
    key("32-bytes", Rules.SIGNED, "a key of 32 bytes, as long as the hash", "fake".repeat(8));
    key("63-bytes", Rules.LONG_KEY, "a key of 63 bytes", "fake".repeat(16).substring(1));
    key("64-bytes", Rules.LONG_KEY, "a key of 64 bytes, one block", "fake".repeat(16));
    key("65-bytes", Rules.LONG_KEY, "a key of 65 bytes is hashed first", "fake".repeat(16) + "!");
    key("200-bytes", Rules.LONG_KEY, "a key of 200 bytes is hashed first", "fake".repeat(50));
    key(
        "non-ascii",
        Rules.SIGNED,
        "a key that is not ASCII",
        "fake-cora\u00E7\u00E3o-not-a-secret");
    key("emoji", Rules.SIGNED, "a key beyond the basic plane", "fake-\uD83D\uDD11-not-a-secret");
    key("hex-digits", Rules.SIGNED, "a key that looks like hex is text", "facade00".repeat(4));
    key(
        "hex-upper",
        Rules.SIGNED,
        "a key that looks like upper-case hex is text",
        "FACADE00".repeat(4));
    key(
        "base64-like",
        Rules.SIGNED,
        "a key that looks like Base64 is text",
        "ZmFrZS1zZWNyZXQtbm90LWEtc2VjcmV0LSs9");
    key(
        "uuid",
        Rules.SIGNED,
        "a key that looks like a UUID is text",
        "00000000-fake-fake-fake-000000000000");
    key(
        "inner-spaces",
        Rules.SIGNED,
        "blanks around a secret are part of it",
        " fake secret with blanks ");
    key(
        "newline",
        Rules.SIGNED,
        "a newline that was issued is part of the secret",
        "fake-secret-with-newline\n");
  }

  private void key(String word, Rules rule, String what, String secret) {
    Sender sender = Sender.ORDERING.withSecrets(secret);
    Draft parent =
        Draft.genuine(
                Receiver.of(Op.V1_NEW_EVENT).knowing(sender),
                rule,
                "key/v1-newEvent/" + word,
                "The key: " + what,
                Payloads.bytes(Op.V1_NEW_EVENT.payload()),
                sender,
                sender.merchant(),
                sender.key())
            .canonical();
    drafts.add(parent);
    parent
        .bugs()
        .wrong()
        .forEach(
            (signature, bug) -> {
              String id = word + "-" + bug.code();
              boolean there = drafts.stream().anyMatch(draft -> draft.id.endsWith("/" + id));
              if (bug.code().startsWith("key-") && KEY_BUGS.contains(bug) && !there) {
                drafts.add(
                    parent
                        .derive(
                            Rules.VERIFIED,
                            id,
                            "A key made wrongly from the secret is refused: " + bug.code(),
                            "signed with the mistake '" + bug.code() + "'")
                        .header(Draft.SIGNATURE, signature)
                        .trap(bug));
              }
            });
  }

  private static final List<Bug> KEY_BUGS =
      List.of(
          Bugs.KEY_HEX_DECODED,
          Bugs.KEY_BASE64_DECODED,
          Bugs.KEY_TRIMMED,
          Bugs.KEY_LATIN_1,
          Bugs.KEY_TRUNCATED);

  private void rotation() {
    String current = "fake-current-secret-not-for-production";
    String old = "fake-old-secret-not-for-production";
    Sender rotating = Sender.ORDERING.withSecrets(current, old);
    Receiver receiver = Receiver.of(Op.V1_NEW_EVENT).knowing(rotating, Sender.LOGISTICS);
    byte[] body = Payloads.bytes(Op.V1_NEW_EVENT.payload());
    Draft first =
        Draft.genuine(
                receiver,
                Rules.ROTATION,
                "key/v1-newEvent/rotation-first",
                "While a secret is replaced, the first of two is accepted",
                body,
                rotating,
                rotating.merchant(),
                current.getBytes(UTF_8))
            .trap(Bugs.ONE_SECRET);
    drafts.add(first);
    drafts.add(
        Draft.genuine(
                receiver,
                Rules.ROTATION,
                "key/v1-newEvent/rotation-second",
                "While a secret is replaced, the second of two is accepted",
                body,
                rotating,
                rotating.merchant(),
                old.getBytes(UTF_8))
            .trap(Bugs.ONE_SECRET));
    drafts.add(
        first
            .derive(
                Rules.ROTATION,
                "rotation-retired",
                "A secret that is no longer active is refused",
                "signed with a retired secret")
            .signedWith("fake-retired-secret-not-for-production".getBytes(UTF_8))
            .trap(Bugs.RETIRED_SECRET));
    drafts.add(
        first
            .derive(
                Rules.ROTATION,
                "rotation-both",
                "Two active secrets are not one key",
                "signed with both secrets one behind the other")
            .signedWith((current + old).getBytes(UTF_8))
            .trap(Bugs.NOT_CHECKED));
  }

  private void wrong(Op op) {
    Draft parent =
        Draft.genuine(
            Receiver.of(op),
            Rules.VERIFIED,
            "key/" + op.word() + "/genuine",
            "A genuine delivery, from which the others are derived",
            Payloads.bytes(op.payload()));
    drafts.add(parent);
    wrong(parent, "unknown", "a key that nobody has", "fake-key-of-nobody", Bugs.NOT_CHECKED);
    Sender other = op.sender().equals(Sender.ORDERING) ? Sender.LOGISTICS : Sender.ORDERING;
    wrong(
        parent,
        "of-another-application",
        "the secret of another application",
        other.secrets().get(0),
        Bugs.EVERY_SECRET);
    wrong(
        parent,
        "of-a-store",
        "the secret of a store of another application",
        Sender.STORE_9.secrets().get(0),
        Bugs.EVERY_SECRET);
    wrong(parent, "empty", "an empty key", "", Bugs.DEFAULT_SECRET);
    wrong(
        parent,
        "app-id",
        "the application's id as the key",
        parent.signer().appId(),
        Bugs.DEFAULT_SECRET);
    byte[] reversed =
        new StringBuilder(new String(parent.key(), ISO_8859_1))
            .reverse()
            .toString()
            .getBytes(UTF_8);
    drafts.add(
        parent
            .derive(
                Rules.VERIFIED,
                "reversed",
                "Another key is refused: the secret backwards",
                "signed with the secret backwards")
            .signedWith(reversed)
            .trap(Bugs.NOT_CHECKED));
  }

  private void wrong(Draft parent, String word, String what, String key, Bug bug) {
    drafts.add(
        parent
            .derive(Rules.VERIFIED, word, "Another key is refused: " + what, "signed with " + what)
            .signedWith(key.getBytes(UTF_8))
            .trap(bug));
  }
}
