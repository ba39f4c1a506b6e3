package dev.lacre.signer;

import static dev.lacre.signer.Faults.assertShowsNothingOf;
import static dev.lacre.signer.Faults.assertTellsNothingOf;
import static dev.lacre.signer.internal.BouncyHmac.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that anybody may print shows any part of a secret. */
class SecretRedactionTest {

  private static final String MARKER = "Zq7xWv9kPj2Lm4Rt8Ys";
  private static final String HEX = HexFormat.of().formatHex(utf8(MARKER));
  private static final String BASE64 = Base64.getEncoder().encodeToString(utf8(MARKER));

  @TempDir private Path directory = Path.of("");

  @Test
  void toString_ofAnySecret_isTheSameFixedText() {
    assertEquals("Secret[redacted]", Secret.ofUtf8(MARKER).toString());
    assertEquals("Secret[redacted]", Secret.ofHex(HEX).toString());
    assertEquals("Secret[redacted]", Secret.ofShortBytesInsecurely(new byte[] {1}).toString());
  }

  @Test
  void toString_ofWhateverHoldsASecret_showsNothingOfIt() {
    WebhookSigner signer =
        WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("app"), Secret.ofUtf8(MARKER));
    WebhookSigner.PendingSignature pending = signer.begin(MerchantId.of("store"));
    SignedHeaders headers = signer.sign(MerchantId.of("store"), utf8("body"));
    for (Object holder : List.of(signer, pending, headers, SignatureScheme.openDelivery())) {
      assertShowsNothingOf(MARKER, holder.toString());
      assertShowsNothingOf(HEX, holder.toString());
      assertShowsNothingOf(headers.signature(), holder.toString());
    }
  }

  @Test
  void fault_ofTextThatIsTooShort_tellsNothingOfIt() {
    assertFaultTellsNothing(() -> Secret.ofUtf8(MARKER.substring(0, 15)));
    assertFaultTellsNothing(() -> Secret.ofBytes(utf8(MARKER.substring(0, 15))));
    assertFaultTellsNothing(() -> Secret.ofHex(HEX.substring(0, 30)));
    assertFaultTellsNothing(() -> Secret.ofBase64(BASE64.substring(0, 20)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "\n", "\uFF11", "\uD83D", "=", "f"})
  void fault_ofTextWithACharacterTooMany_tellsNothingOfIt(String character) {
    for (int at : new int[] {0, 9, 19}) {
      assertFaultTellsNothing(() -> Secret.ofHex(with(HEX, at, character)));
      assertFaultTellsNothing(() -> Secret.ofBase64(with(BASE64, at, character)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uDD11"})
  void fault_ofTextWithHalfOfAPair_tellsNothingOfIt(String half) {
    for (int at : new int[] {0, 9, 19}) {
      assertFaultTellsNothing(() -> Secret.ofUtf8(with(MARKER, at, half)));
    }
  }

  @Test
  void fault_ofAFile_tellsNothingOfItsContent() throws IOException {
    Path tooShort = Files.write(directory.resolve("short"), utf8(MARKER.substring(0, 15)));
    Path marked = Files.write(directory.resolve("marked"), utf8("\uFEFF" + MARKER));
    Path large = Files.write(directory.resolve("large"), utf8(MARKER.repeat(4000)));
    assertFaultTellsNothing(() -> Secret.fromFile(tooShort));
    assertFaultTellsNothing(() -> Secret.fromFile(marked));
    assertFaultTellsNothing(() -> Secret.fromFile(large));
  }

  @Test
  void methods_thatAnybodyMayCall_giveNothingOfTheMaterial() {
    Set<String> instanceMethods =
        Arrays.stream(Secret.class.getDeclaredMethods())
            .filter(method -> !Modifier.isPrivate(method.getModifiers()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    // All but toString are the package's own, for KeyedSecrets; none hands out bytes.
    assertEquals(Set.of("toString", "keyFor", "isKeyed", "forgetKeyed"), instanceMethods);
    assertEquals(
        Set.of("toString"),
        Arrays.stream(Secret.class.getMethods())
            .filter(method -> method.getDeclaringClass() == Secret.class)
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toSet()));
    for (Method method : Secret.class.getMethods()) {
      Class<?> type = method.getReturnType();
      assertFalse(type.isArray() || Buffer.class.isAssignableFrom(type), method::toString);
      if (Modifier.isStatic(method.getModifiers())) {
        assertEquals(Secret.class, type, method::toString);
      }
    }
  }

  @Test
  void fields_areAllPrivateButTheLeastLength() {
    Set<String> open =
        Arrays.stream(Secret.class.getDeclaredFields())
            .filter(field -> !Modifier.isPrivate(field.getModifiers()) && !field.isSynthetic())
            .map(Field::getName)
            .collect(Collectors.toSet());
    assertEquals(Set.of("MIN_LENGTH"), open);
  }

  @Test
  void type_isFinalAndIsNeitherSerializedNorCloned() {
    assertTrue(Modifier.isFinal(Secret.class.getModifiers()));
    assertFalse(Serializable.class.isAssignableFrom(Secret.class));
    assertFalse(Cloneable.class.isAssignableFrom(Secret.class));
    assertEquals(0, Secret.class.getConstructors().length);
  }

  private static void assertFaultTellsNothing(Executable action) {
    Throwable fault = assertThrows(IllegalArgumentException.class, action);
    assertTellsNothingOf(MARKER, fault);
    assertTellsNothingOf(HEX, fault);
    assertTellsNothingOf(BASE64, fault);
  }

  private static String with(String text, int at, String inserted) {
    return text.substring(0, at) + inserted + text.substring(at);
  }
}
