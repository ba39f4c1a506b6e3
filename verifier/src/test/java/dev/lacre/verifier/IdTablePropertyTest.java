package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The table against the platform's own map. */
class IdTablePropertyTest {

  @Property(tries = 500)
  void get_likeAMap(@ForAll("ids") List<String> present, @ForAll("ids") List<String> asked) {
    Map<String, Integer> map = new HashMap<>();
    present.forEach(id -> map.put(id, map.size()));
    IdTable<Integer> table = new IdTable<>(map);
    assertEquals(map.size(), table.size());
    for (List<String> ids : List.of(present, asked)) {
      for (String id : ids) {
        assertEquals(map.get(id), table.get(String.valueOf(id.toCharArray())), id);
      }
    }
  }

  /** Few letters make ids whose hashes are equal ("Aa" and "BB"), neighbours, or none's but 0. */
  @Provide
  Arbitrary<List<String>> ids() {
    Arbitrary<String> colliding = Arbitraries.of("Aa", "BB").list().ofMaxSize(6).map(this::join);
    Arbitrary<String> counted = Arbitraries.integers().between(0, 300).map(i -> "store-" + i);
    return Arbitraries.oneOf(colliding, counted).list().ofMaxSize(200);
  }

  private String join(List<String> parts) {
    return String.join("", parts);
  }

  @Example
  void get_hashOfNothing_isFoundToo() {
    assertEquals(0, "".hashCode());
    assertNull(new IdTable<Integer>(Map.of()).get(""));
    assertEquals(7, new IdTable<>(Map.of("", 7)).get(""));
  }

  @Example
  void find_amongManyMerchants_givesEachItsOwn() {
    AppId app = AppId.of("an-application");
    List<Credentials> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      all.add(
          Credentials.forMerchant(
              app, MerchantId.of("store-" + i), List.of(Secret.ofUtf8("a-secret-of-store-" + i))));
    }
    CredentialDirectory directory = CredentialDirectory.of(all);
    for (int i = 0; i < all.size(); i++) {
      assertSame(all.get(i), directory.find(app, MerchantId.of("store-" + i)).orElseThrow());
      assertEquals(Optional.empty(), directory.find(app, MerchantId.of("store-x" + i)));
    }
  }
}
