package dev.lacre.signer.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.signer.MacAlgorithm;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The test cases of RFC 4231, section 4. */
class HmacVectorTest {

  /** A test case; where the RFC truncates a MAC, so do the expected values. */
  private record Vector(String name, String key, String data, String sha256, String sha512) {}

  private static final String SENTENCE =
      "This is a test using a larger than block-size key and a larger than block-size data. The"
          + " key needs to be hashed before being used by the HMAC algorithm.";

  private static final List<Vector> VECTORS =
      List.of(
          new Vector(
              "4.2, key shorter than the output",
              "0b".repeat(20),
              hex("Hi There"),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
              "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                  + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"),
          new Vector(
              "4.3, key shorter still",
              hex("Jefe"),
              hex("what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
              "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                  + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"),
          new Vector(
              "4.4, key and data longer than 64 bytes together",
              "aa".repeat(20),
              "dd".repeat(50),
              "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
              "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
                  + "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"),
          new Vector(
              "4.5, key and data longer than 64 bytes together",
              "0102030405060708090a0b0c0d0e0f10111213141516171819",
              "cd".repeat(50),
              "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
              "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db"
                  + "a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd"),
          new Vector(
              "4.6, truncated to 128 bits",
              "0c".repeat(20),
              hex("Test With Truncation"),
              "a3b6167473100ee06e0c796c2955552b",
              "415fad6271580a531d4179bc891d87a6"),
          new Vector(
              "4.7, key longer than either block",
              "aa".repeat(131),
              hex("Test Using Larger Than Block-Size Key - Hash Key First"),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
              "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
                  + "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"),
          new Vector(
              "4.8, key and data longer than either block",
              "aa".repeat(131),
              hex(SENTENCE),
              "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
              "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944"
                  + "b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"));

  @TestFactory
  Stream<DynamicTest> mac_ofEachTestCase_isThePublishedOne() {
    return VECTORS.stream()
        .flatMap(
            vector ->
                Stream.of(
                    test(vector, MacAlgorithm.HMAC_SHA256, vector.sha256()),
                    test(vector, MacAlgorithm.HMAC_SHA512, vector.sha512())));
  }

  @ParameterizedTest
  @EnumSource
  void mac_keyOfEveryLengthUpTo200_isTheOraclesOne(MacAlgorithm algorithm) {
    byte[] body = BouncyHmac.utf8(SENTENCE);
    IntStream.rangeClosed(1, 200)
        .forEach(
            length -> {
              byte[] key = new byte[length];
              IntStream.range(0, length).forEach(i -> key[i] = (byte) (i * 31 + length));
              assertArrayEquals(
                  BouncyHmac.mac(algorithm, key, body),
                  new HmacKey(algorithm, key).mac(body, 0, body.length),
                  () -> "key of " + length + " bytes");
            });
  }

  @ParameterizedTest
  @EnumSource
  void mac_ofNothing_hasTheLengthThatTheAlgorithmNames(MacAlgorithm algorithm) {
    byte[] mac = new HmacKey(algorithm, new byte[] {1}).start().finish();
    assertEquals(algorithm.macLength(), mac.length);
  }

  private static DynamicTest test(Vector vector, MacAlgorithm algorithm, String expected) {
    return DynamicTest.dynamicTest(
        vector.name() + " " + algorithm,
        () -> {
          byte[] data = HexFormat.of().parseHex(vector.data());
          byte[] key = HexFormat.of().parseHex(vector.key());
          byte[] mac = new HmacKey(algorithm, key).mac(data, 0, data.length);
          assertEquals(expected, HexFormat.of().formatHex(mac, 0, expected.length() / 2));
        });
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(BouncyHmac.utf8(text));
  }
}
