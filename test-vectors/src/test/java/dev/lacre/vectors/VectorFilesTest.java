package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lacre.vectors.generator.VectorFiles;
import dev.lacre.vectors.internal.Bugs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vector files are what the generator writes, of the right form, and right. */
final class VectorFilesTest {

  private static final Path FOLDER = Path.of("vectors", "v1");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Vectors ALL = Vectors.v1();
  private static final int LONGEST_SHOWN = 8192;

  @Test
  void files_madeAnew_areThoseInTheRepository() throws IOException {
    if (Boolean.getBoolean("lacre.vectors.write")) {
      VectorFiles.write(FOLDER);
    }
    Map<String, String> made = VectorFiles.all();
    for (Map.Entry<String, String> file : made.entrySet()) {
      assertEquals(
          file.getValue(),
          Files.readString(FOLDER.resolve(file.getKey())),
          file.getKey() + ": docs/conformance.md says how the files are written anew");
    }
    Set<String> expected = new TreeSet<>(made.keySet());
    expected.add("vectors.schema.json");
    assertEquals(expected, names());
  }

  private static Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void files_inTheJar_areThoseInTheRepository() throws IOException {
    assertEquals(names(), Vectors.files().keySet());
    for (Map.Entry<String, byte[]> file : Vectors.files().entrySet()) {
      assertArrayEquals(Files.readAllBytes(FOLDER.resolve(file.getKey())), file.getValue());
    }
  }

  static Stream<Path> vectorFiles() throws IOException {
    return names().stream()
        .filter(name -> !name.endsWith(".schema.json"))
        .sorted()
        .map(FOLDER::resolve);
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(FOLDER.resolve("vectors.schema.json")), InputFormat.JSON);
  }

  @ParameterizedTest
  @MethodSource("vectorFiles")
  void file_againstTheSchema_isValid(Path file) throws IOException {
    assertEquals(List.of(), schema().validate(Files.readString(file), InputFormat.JSON));
  }

  @Test
  void schema_withSpoiltFiles_refusesEach() throws IOException {
    List<Consumer<ObjectNode>> spoilt =
        List.of(
            root -> root.put("extra", 1),
            root -> root.put("version", 2),
            root -> root.remove("numberOfTests"),
            root -> ((ObjectNode) root.at("/groups/0")).put("extra", 1),
            root -> ((ObjectNode) root.at("/groups/0")).put("level", "must"),
            root -> ((ObjectNode) root.at("/groups/0/spec")).remove("quote"),
            root -> ((ObjectNode) root.at("/groups/0/scheme")).put("extra", 1),
            root -> ((ObjectNode) root.at("/groups/0/store")).put("extra", 1),
            root ->
                ((ObjectNode) root.at("/groups/0/addresses")).put("forwardedHeader", "Forwarded"),
            root -> ((ObjectNode) root.at("/groups/0/credentials/0")).put("extra", 1),
            root -> ((ObjectNode) root.at("/groups/0/tests/0")).put("extra", 1),
            root -> ((ObjectNode) root.at("/groups/0/tests/0")).put("id", "No Id"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0")).remove("steps"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0")).putArray("flags").add("a-flag"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0/steps")).put("headerValue", "zz"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0/delivery")).put("peer", "zz"),
            root ->
                ((ObjectNode) root.at("/groups/0/tests/0/delivery"))
                    .putObject("bodyHex")
                    .put("repeat", "61")
                    .put("times", 2),
            root -> ((ObjectNode) root.at("/groups/0/store")).put("pointer", "abc"),
            root -> ((ObjectNode) root.at("/groups/0/store")).putObject("aliases").put("a", "b"),
            root -> ((ObjectNode) root.at("/groups/0/addresses")).putArray("allow").add("zz"),
            root -> ((ObjectNode) root.at("/groups/0/credentials/0")).put("appId", "\u00E9\n"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0")).put("result", "perhaps"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0")).put("result", "invalid"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0/steps")).put("macHex", "AA"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0/delivery")).put("bodyHex", "0"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0/delivery")).put("extra", "0"),
            root -> ((ArrayNode) root.at("/groups/0/tests/0/delivery/headers/0")).add("third"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0/traps/0")).put("result", "valid"),
            root -> ((ObjectNode) root.at("/groups/0/tests/0/traps/0")).remove("signature"));
    Schema schema = schema();
    ObjectNode whole = (ObjectNode) JSON.readTree(FOLDER.resolve("sig.json").toFile());
    assertTrue(whole.withArray("groups").size() > 1 && schema.validate(whole).isEmpty());
    while (whole.withArray("groups").size() > 1) {
      whole.withArray("groups").remove(1);
    }
    assertEquals(List.of(), schema.validate(whole), "of the first group alone");
    for (int i = 0; i < spoilt.size(); i++) {
      ObjectNode root = whole.deepCopy();
      spoilt.get(i).accept(root);
      assertFalse(schema.validate(root).isEmpty(), "spoilt " + i);
    }
  }

  @Test
  void tests_areCountedAndEnough() throws IOException {
    int sum = 0;
    for (Path file : vectorFiles().toList()) {
      JsonNode root = JSON.readTree(file.toFile());
      int tests = 0;
      for (JsonNode group : root.path("groups")) {
        tests += group.path("tests").size();
      }
      assertEquals(tests, root.path("numberOfTests").intValue(), file.toString());
      sum += tests;
    }
    assertEquals(sum, ALL.tests().size());
    assertTrue(sum >= 250, "only " + sum);
  }

  @Test
  void operations_haveTestsInEveryFile() {
    Set<String> operations =
        Set.of(
            "v1/newEvent",
            "v1/newLogisticEvent",
            "v1/confirmationCode",
            "v2/orderEvent",
            "v2/accountEvent",
            "v2/customerEvent",
            "v2/loyaltyEvent",
            "ordering-channel");
    Map<String, Set<String>> byFile =
        ALL.groups().stream()
            .collect(
                Collectors.groupingBy(
                    VectorGroup::file,
                    Collectors.mapping(VectorGroup::operation, Collectors.toSet())));
    assertEquals(
        Set.of("sig", "sig-shape", "key", "header", "merchant", "address", "replay"),
        byFile.keySet());
    byFile.forEach((file, covered) -> assertEquals(operations, covered, file));
  }

  @Test
  void ids_areUniqueAndDerivedFromValidOnes() {
    Set<String> ids = new HashSet<>();
    for (TestVector test : ALL.tests()) {
      assertTrue(ids.add(test.id()), test.id());
      assertTrue(test.id().startsWith(test.group().file() + "/"), test.id());
      assertTrue(
          test.id().contains("/" + test.group().operation().replace('/', '-') + "/"), test.id());
      if (test.derivedFrom().isPresent()) {
        TestVector parent = ALL.find(test.derivedFrom().get()).orElseThrow();
        assertEquals(ExpectedResult.VALID, parent.result(), test.id());
        assertEquals(test.group().file(), parent.group().file());
        assertFalse(sameDelivery(test, parent), test.id() + " changes nothing");
      }
    }
  }

  @Test
  void namesInAFile_areTheOnesThatItExplains() throws IOException {
    for (Path file : vectorFiles().toList()) {
      JsonNode root = JSON.readTree(file.toFile());
      Set<String> bugs = new TreeSet<>();
      Set<String> flags = new TreeSet<>();
      root.findValuesAsText("bug").forEach(bugs::add);
      root.path("groups")
          .findValues("flags")
          .forEach(list -> list.forEach(flag -> flags.add(flag.textValue())));
      assertEquals(keys(root.path("bugs")), bugs, file.toString());
      assertEquals(keys(root.path("flags")), flags, file.toString());
    }
  }

  private static Set<String> keys(JsonNode object) {
    Set<String> keys = new TreeSet<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static boolean sameDelivery(TestVector one, TestVector other) {
    return one.delivery().equals(other.delivery())
        && one.before().equals(other.before())
        && one.group().setup().equals(other.group().setup());
  }

  @Test
  void bodyText_whereItIs_isTheBody() {
    for (TestVector test : ALL.tests()) {
      byte[] body = test.delivery().body();
      String text = null;
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      } catch (CharacterCodingException notUtf8) {
        // Then there must be none.
      }
      if (body.length > LONGEST_SHOWN) {
        text = null;
      }
      assertEquals(text, test.delivery().bodyText().orElse(null), test.id());
    }
  }

  /** Groups, keys, deliveries and steps say the same. */
  @Test
  void steps_fitTheDelivery() {
    for (VectorGroup group : ALL.groups()) {
      for (VectorGroup.Credential credential : group.credentials()) {
        for (VectorGroup.KeyMaterial secret : credential.secrets()) {
          byte[] utf8 = secret.text().getBytes(StandardCharsets.UTF_8);
          assertEquals(secret.hex(), HexFormat.of().formatHex(utf8), group.id());
        }
      }
    }
    for (TestVector test : ALL.tests()) {
      assertEquals(test.result() == ExpectedResult.VALID, test.steps().isPresent(), test.id());
      if (test.steps().isEmpty()) {
        continue;
      }
      Steps steps = test.steps().get();
      assertEquals(HexFormat.of().formatHex(test.delivery().body()), steps.signedHex(), test.id());
      assertEquals(List.of(steps.headerValue()), test.delivery().values("X-App-Signature"));
      assertEquals(List.of(steps.appId()), test.delivery().values("X-App-Id"), test.id());
      assertEquals(List.of(steps.merchantId()), test.delivery().values("X-App-MerchantId"));
      assertTrue(
          test.group().credentials().stream()
              .filter(credential -> credential.appId().equals(steps.appId()))
              .filter(credential -> credential.merchants().contains(steps.merchantId()))
              .flatMap(credential -> credential.secrets().stream())
              .anyMatch(secret -> secret.hex().equals(steps.keyHex())),
          test.id() + ": the key is not one of the sender's");
    }
  }

  /** A second, independent program computes every MAC anew. */
  @Test
  void macs_byOpenssl_areTheSame() throws Exception {
    int recomputed = 0;
    for (TestVector test : ALL.tests()) {
      if (test.steps().isPresent()) {
        Steps steps = test.steps().get();
        assertEquals(steps.macHex(), Openssl.hmacSha256(steps.keyHex(), test.delivery().body()));
        recomputed++;
      }
    }
    assertTrue(recomputed >= 200, "only " + recomputed);
  }

  @Test
  void traps_differFromTheRightValue() {
    for (TestVector test : ALL.tests()) {
      Set<String> signatures = new HashSet<>();
      for (Trap trap : test.traps()) {
        if (trap.signature() != null) {
          assertNotEquals(test.steps().orElseThrow().headerValue(), trap.signature(), test.id());
          assertTrue(signatures.add(trap.signature()), test.id());
        } else {
          assertNotEquals(test.result(), trap.result(), test.id());
        }
      }
      boolean explained = !test.traps().isEmpty() || test.result() != ExpectedResult.INVALID;
      assertTrue(explained, test.id() + " does not say which bug would let it in");
    }
  }

  @Test
  void traps_coverTheKnownBugs() {
    Set<Bug> bySignature = bugs(trap -> trap.signature() != null);
    Set<Bug> byResult = bugs(trap -> trap.result() != null);
    List<Bug> ofSigners =
        List.of(
            Bugs.BODY_AS_TEXT,
            Bugs.JSON_RESERIALISED,
            Bugs.JSON_SORTED,
            Bugs.NEWLINE_DROPPED,
            Bugs.NEWLINE_ADDED,
            Bugs.TRIMMED,
            Bugs.CRLF_NORMALISED,
            Bugs.LINES_JOINED,
            Bugs.BOM_DROPPED,
            Bugs.LATIN_1,
            Bugs.KEY_HEX_DECODED,
            Bugs.KEY_BASE64_DECODED,
            Bugs.KEY_WITH_NEWLINE,
            Bugs.KEY_LATIN_1,
            Bugs.UPPER_CASE,
            Bugs.BASE64,
            Bugs.PREFIXED,
            Bugs.TRUNCATED,
            Bugs.SHA_1,
            Bugs.SHA_512,
            Bugs.PLAIN_SHA_256,
            Bugs.URL_PREPENDED,
            Bugs.TIMESTAMP_PREPENDED);
    for (Bug bug : ofSigners) {
      assertTrue(bySignature.contains(bug), bug.code() + " is no trap for signers");
      assertTrue(byResult.contains(bug), bug.code() + " is no trap for verifiers");
    }
    for (Bug bug :
        List.of(
            Bugs.FIRST_HEADER,
            Bugs.LAST_HEADER,
            Bugs.ANY_HEADER,
            Bugs.FIRST_KEY,
            Bugs.LAST_KEY,
            Bugs.MISSING_SKIPS,
            Bugs.EVERY_SECRET,
            Bugs.ONE_SECRET,
            Bugs.MERCHANT_NOT_CHECKED,
            Bugs.LEFT_MOST,
            Bugs.FORWARDED_TRUSTED,
            Bugs.LENIENT_ADDRESS,
            Bugs.MAPPED_ADDRESS,
            Bugs.CROSS_FAMILY,
            Bugs.SWAP_NOT_SEEN)) {
      assertTrue(byResult.contains(bug), bug.code() + " is no trap");
    }
  }

  private static Set<Bug> bugs(Predicate<Trap> condition) {
    return ALL.tests().stream()
        .flatMap(test -> test.traps().stream())
        .filter(condition)
        .map(Trap::bug)
        .collect(Collectors.toSet());
  }

  @Test
  void secrets_areVisiblyFake() {
    Pattern fake = Pattern.compile("(?i)fake|f00dface|facade|dummysecret|ZmFrZS1z|ake");
    for (VectorGroup group : ALL.groups()) {
      for (VectorGroup.Credential credential : group.credentials()) {
        for (VectorGroup.KeyMaterial secret : credential.secrets()) {
          assertTrue(fake.matcher(secret.text()).find(), secret.text());
        }
      }
    }
  }

  /** RFC 5737 and RFC 3849; the two rules for everything, and what is no address, aside. */
  @Test
  void addresses_areThoseForDocumentation() {
    Pattern v4 = Pattern.compile("(?<![\\d.])(\\d{1,3}(?:\\.\\d{1,3}){3})(?![\\d.])");
    Pattern v6 = Pattern.compile("(?i)(?<![\\w:])([0-9a-f]{1,4}:[0-9a-f:]*:[0-9a-f:.]*)");
    List<String> texts = new ArrayList<>();
    for (TestVector test : ALL.tests()) {
      texts.add(test.delivery().peer());
      VectorGroup.Addresses addresses = test.group().addresses();
      texts.addAll(addresses.trustedProxies());
      if (addresses.allow() != null) {
        texts.addAll(addresses.allow());
      }
      if (addresses.forwardedHeader() != null) {
        texts.addAll(test.delivery().values(addresses.forwardedHeader()));
      }
    }
    for (String text : texts) {
      for (Matcher found = v4.matcher(text); found.find(); ) {
        assertTrue(
            found.group().matches("(203\\.0+\\.113|198\\.51\\.100|192\\.0\\.2)\\.\\d+")
                || text.equals("0.0.0.0/0")
                || text.endsWith("::0.0.0.7"),
            text);
      }
      for (Matcher found = v6.matcher(text); found.find(); ) {
        assertTrue(
            found.group().toLowerCase(Locale.ROOT).matches("2001:0?db8:.*")
                || found.group().startsWith("1:2:3:4:5:6:7:8:9"),
            text);
      }
    }
  }

  @Test
  void quotations_ofOurOwn_standInTheDocument() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "conformance.md"));
    for (VectorGroup group : ALL.groups()) {
      Rule rule = group.rule();
      if (rule.level() == Level.LIBRARY) {
        assertTrue(document.contains(rule.quote()), rule.quote());
        assertTrue(document.contains("# " + rule.section()), rule.section());
      }
    }
  }
}
