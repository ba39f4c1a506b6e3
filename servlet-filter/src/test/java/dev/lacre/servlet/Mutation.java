package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * One change to the bytes of a request.
 *
 * @param change what is changed
 * @param seed where, and to what
 */
record Mutation(Change change, long seed) {

  /** Lines and pieces that a request may be broken with. */
  private static final List<String> HOSTILE =
      List.of(
          "Content-Length: 0",
          "Content-Length: 5",
          "Content-Length: +7",
          "Content-Length: 7, 7",
          "Content-Length: -1",
          "Content-Length : 12",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: identity",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: chunked, chunked",
          "Transfer-Encoding:\u000Bchunked",
          "transfer-encoding: xchunked",
          "Content-Encoding: gzip",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: multipart/form-data; boundary=x",
          "Content-Type: text/plain; charset=bogus",
          "Expect: 100-continue",
          "Connection: close",
          "Connection: Upgrade, HTTP2-Settings",
          "Upgrade: h2c",
          "Trailer: X-App-Signature",
          "X-HTTP-Method-Override: GET",
          "X-App-Id: app-of-many",
          "X-App-Id: app-of-one, app-of-many",
          "X-App-MerchantId: store-2",
          "X-App-Signature: " + "0".repeat(64),
          "X-App-Signature: \u00E9\u00FF",
          "Forwarded: for=192.0.2.1",
          "X-Forwarded-For: unknown",
          " folded: line",
          "no colon",
          ": no name",
          "");

  /** What can be changed. */
  enum Change {
    FLIP_BIT {
      @Override
      byte[] of(byte[] bytes, Random random) {
        byte[] flipped = bytes.clone();
        flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
      }
    },
    SPOIL_BODY {
      @Override
      byte[] of(byte[] bytes, Random random) {
        byte[] spoilt = bytes.clone();
        int at = bytes.length - 1 - random.nextInt(Math.min(bytes.length, 20));
        spoilt[at] ^= (byte) (1 << random.nextInt(3));
        return spoilt;
      }
    },
    SET_BYTE {
      @Override
      byte[] of(byte[] bytes, Random random) {
        byte[] other = bytes.clone();
        int[] odd = {0, '\r', '\n', ' ', '\t', ':', ',', ';', '%', '/', '\\', 0x7F, 0x80, 0xFF};
        other[random.nextInt(bytes.length)] = (byte) odd[random.nextInt(odd.length)];
        return other;
      }
    },
    DELETE {
      @Override
      byte[] of(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(8));
        return joined(bytes, at, new byte[0], to);
      }
    },
    INSERT {
      @Override
      byte[] of(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        byte[] piece = new byte[1 + random.nextInt(6)];
        random.nextBytes(piece);
        return joined(bytes, at, piece, at);
      }
    },
    TRUNCATE {
      @Override
      byte[] of(byte[] bytes, Random random) {
        return Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
      }
    },
    APPEND {
      @Override
      byte[] of(byte[] bytes, Random random) {
        String more = any(List.of("X", "\r\n", "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"), random);
        return joined(bytes, bytes.length, more.getBytes(ISO_8859_1), bytes.length);
      }
    },
    DUPLICATE_LINE {
      @Override
      void of(List<String> lines, Random random) {
        lines.add(random.nextInt(lines.size()), any(lines, random));
      }
    },
    DELETE_LINE {
      @Override
      void of(List<String> lines, Random random) {
        lines.remove(random.nextInt(lines.size()));
      }
    },
    HOSTILE_LINE {
      @Override
      void of(List<String> lines, Random random) {
        lines.add(1 + random.nextInt(Math.max(1, lines.size() - 2)), any(HOSTILE, random));
      }
    },
    JOIN_VALUE {
      @Override
      void of(List<String> lines, Random random) {
        int at = random.nextInt(lines.size());
        lines.set(at, lines.get(at) + any(List.of(",", ", x", " ;a=b", "\t", "\u0001"), random));
      }
    },
    CHANGE_CASE {
      @Override
      void of(List<String> lines, Random random) {
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        lines.set(at, random.nextBoolean() ? upper(line) : line.toLowerCase(java.util.Locale.ROOT));
      }
    },
    REQUEST_LINE {
      @Override
      void of(List<String> lines, Random random) {
        String method = any(List.of("POST", "GET", "PUT", "post", "PATCH", "POSTX", ""), random);
        String target =
            any(
                List.of(
                    "/hook",
                    "//hook",
                    "/hook;a=b",
                    "/%68ook",
                    "/./hook",
                    "/x/../hook",
                    "/hook/",
                    "/hook%00",
                    "\\hook",
                    "http://evil/hook",
                    "/stores/store-1",
                    "/stores/%73tore-1",
                    "/stores/store-1%2f..",
                    "/HOOK",
                    "/hook?x=%zz",
                    "/hook#f",
                    "*",
                    "hook"),
                random);
        String version = any(List.of("HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0"), random);
        lines.set(0, method + " " + target + " " + version);
      }
    },
    NUMBER {
      @Override
      void of(List<String> lines, Random random) {
        for (int i = lines.size() - 1; i > 0; i--) {
          String line = lines.get(i);
          if (line.matches("[0-9a-f]{1,4}|Content-Length: \\d+") && random.nextBoolean()) {
            String odd = any(List.of("0", ";x=y", "\t", "f", "-", "\"", " ", "ffffffff"), random);
            lines.set(i, random.nextBoolean() ? line + odd : odd);
            return;
          }
        }
      }
    };

    byte[] of(byte[] bytes, Random random) {
      List<String> lines =
          new ArrayList<>(List.of(new String(bytes, ISO_8859_1).split("\r\n", -1)));
      of(lines, random);
      String end = random.nextInt(20) == 0 ? "\n" : "\r\n";
      return String.join(end, lines).getBytes(ISO_8859_1);
    }

    void of(List<String> lines, Random random) {
      throw new IllegalStateException(this + " changes bytes, not lines");
    }
  }

  /** Returns some changes, one after the other; often one alone, and often to the body. */
  static Arbitrary<List<Mutation>> some() {
    Arbitrary<Change> changes =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(Change.SPOIL_BODY)),
            Tuple.of(2, Arbitraries.of(Change.values())));
    Arbitrary<Mutation> mutation =
        Combinators.combine(changes, Arbitraries.longs()).as(Mutation::new);
    return Arbitraries.frequencyOf(
        Tuple.of(1, mutation.list().ofSize(1)),
        Tuple.of(2, mutation.list().ofMinSize(2).ofMaxSize(4)));
  }

  static byte[] all(List<Mutation> mutations, byte[] bytes) {
    byte[] changed = bytes;
    for (Mutation mutation : mutations) {
      if (changed.length > 0) {
        changed = mutation.change.of(changed, new Random(mutation.seed));
      }
    }
    return changed;
  }

  private static byte[] joined(byte[] bytes, int to, byte[] between, int from) {
    byte[] joined = Arrays.copyOf(bytes, to + between.length + bytes.length - from);
    System.arraycopy(between, 0, joined, to, between.length);
    System.arraycopy(bytes, from, joined, to + between.length, bytes.length - from);
    return joined;
  }

  private static String upper(String line) {
    return line.toUpperCase(java.util.Locale.ROOT);
  }

  private static String any(List<String> choice, Random random) {
    return choice.get(random.nextInt(choice.size()));
  }
}
